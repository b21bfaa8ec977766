"""What `lib.prepared` makes of the database's answer: objects of a model and of what belongs to it, or plain rows.

Django looks up at each row how its objects are made, and sends two signals for each. Here it is found out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable

Answer = Iterable[Sequence[Any]]
Reader = Callable[[Answer], list[Any]]
Conversion = tuple[int, Sequence[Callable[..., Any]], Any]
"""Column, what is done to its value one after the other, the expression it came from."""


class NotReadable(TypeError):
    """A kind of queryset that is not made here."""


def reader_of(queryset: QuerySet[Any, Any], compiler: Any) -> Reader:
    """For a queryset whose SQL this compiler has made. Raises NotReadable."""
    expressions = [one[0] for one in compiler.select[: compiler.col_count]]
    conversions: list[Conversion] = [
        (column, [_instant if one.__name__ == "convert_datetimefield_value" else one for one in several], expression)
        for column, (several, expression) in compiler.get_converters(expressions).items()
    ]
    kind = queryset._iterable_class
    if kind is ModelIterable:
        maker = _maker(compiler.klass_info, compiler.select, conversions)
        added = [(name, column, _of(conversions, column)) for name, column in compiler.annotation_col_map.items()]
        return lambda answer: _objects(maker, added, answer)
    if kind is FlatValuesListIterable:
        return lambda answer: list(map(itemgetter(0), _converted(conversions, answer)))
    if kind is ValuesListIterable:
        return lambda answer: list(map(tuple, _converted(conversions, answer)))
    raise NotReadable(kind.__name__)


def _instant(value: str | datetime | None, _expression: Any, _connection: Any) -> datetime | None:
    """Of SQLite, where what is written is always UTC: a column comes without its zone, an expression as text."""
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def _of(conversions: Iterable[Conversion], column: int) -> list[Conversion]:
    return [one for one in conversions if one[0] == column]


def _converted(conversions: Sequence[Conversion], answer: Answer) -> Answer:
    if not conversions:
        return answer
    rows = [list(row) for row in answer]
    for row in rows:
        _convert(row, conversions)
    return rows


def _convert(row: list[Any], conversions: Iterable[Conversion]) -> None:
    for column, several, expression in conversions:
        for convert in several:
            row[column] = convert(row[column], expression, connection)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Of one model: `names` of the columns from `start` on, the `key` among them, and where others keep its object."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    end: int
    key: int
    conversions: tuple[Conversion, ...]
    kept_as: str
    parts: tuple[_Maker, ...]

    def make(self, row: list[Any], known: dict[tuple[int, Any], Model]) -> Model:
        """The object of this row. What several rows belong to is made once."""
        _convert(row, self.conversions)
        made = self.model.__new__(self.model)
        made.__dict__.update(zip(self.names, row[self.start : self.end], strict=True))
        state = made._state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        state.fields_cache = {part.kept_as: part.find(row, known) for part in self.parts}
        return made

    def find(self, row: list[Any], known: dict[tuple[int, Any], Model]) -> Model | None:
        number = row[self.key]
        if number is None:
            return None
        place = self.start, number
        if place not in known:
            known[place] = self.make(row, known)
        return known[place]


def _maker(info: dict[str, Any], select: Sequence[Any], conversions: Sequence[Conversion]) -> _Maker:
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    model = info["model"]
    names = tuple(one[0].target.attname for one in select[start:end])
    if info.get("reverse") or info.get("from_parent"):
        raise NotReadable(model.__name__)
    return _Maker(
        model=model,
        names=names,
        start=start,
        end=end,
        key=start + names.index(model._meta.pk.attname),
        conversions=tuple(one for one in conversions if start <= one[0] < end),
        kept_as=info["field"].cache_name if "field" in info else "",
        parts=tuple(_maker(part, select, conversions) for part in info.get("related_klass_infos", ())),
    )


def _objects(maker: _Maker, added: list[tuple[str, int, list[Conversion]]], answer: Answer) -> list[Any]:
    known: dict[tuple[int, Any], Model] = {}
    made = []
    for found in answer:
        row = list(found)
        one = maker.make(row, known)
        for name, column, conversions in added:
            _convert(row, conversions)
            setattr(one, name, row[column])
        made.append(one)
    return made
