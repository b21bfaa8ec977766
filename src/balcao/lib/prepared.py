"""Queries whose SQL is made once in a process's life.

To build a queryset and to make SQL of it costs Django about ten times what our answers take from the database.
A `Prepared` does both once for each shape of its arguments, and after that only asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DateField, DateTimeField, QuerySet, UUIDField

from balcao.lib.made_rows import Reader, reader_of

Row = TypeVar("Row")
Value = str | int | date | datetime | UUID
Argument = Value | None | Sequence[Value]

BITS = 63
"""Of the largest number that either database knows."""

_INSTANT, _DAY, _UUID = DateTimeField(), DateField(), UUIDField()


class NotPrepared(ValueError):
    """The queryset does not use an argument as it was given, so that its SQL cannot be used again."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """`slots`: where in `params` stands which value. `read` makes objects or rows of the answer."""

    sql: str
    params: tuple[Any, ...]
    slots: tuple[tuple[int, int], ...]
    read: Reader

    def bind(self, values: list[Any]) -> list[Any]:
        params = list(self.params)
        for place, value in self.slots:
            params[place] = values[value]
        return params


class _Beyond(Exception):
    """A number that no column holds: Django knows what that means, a statement does not."""


class Prepared(Generic[Row]):
    """`build` makes the queryset of its arguments: of objects, with `select_related` and `only`, or of `values_list`.

    None, true and false belong to the shape: `build` may do something else for them. Words, numbers, days, instants
    and UUIDs are put in when it is asked, and so are the values of a list, whose length may vary: `build` must hand
    them on as they are. Nothing may be prefetched. Raises NotPrepared at the first use otherwise.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._statements: dict[tuple[object, ...], _Statement | None] = {}

    def rows(self, *arguments: Argument) -> list[Row]:
        """One query; none when Django sees that the answer is empty, as for one of no values."""
        try:
            statement, params = self._bound(arguments)
        except _Beyond:
            return list(self._build(*arguments))
        if statement is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            return statement.read(cursor.fetchall())

    def first(self, *arguments: Argument) -> Row | None:
        """The first row. `build` says that there is one at most, or limits it."""
        rows = self.rows(*arguments)
        return rows[0] if rows else None

    def count(self, *arguments: Argument) -> int:
        """How many rows there are, up to the limit of `build`, without reading them."""
        return counts([(self, arguments)])[0]

    def _bound(self, arguments: Sequence[Argument]) -> tuple[_Statement | None, list[Any]]:
        shape = tuple(_shape(argument) for argument in arguments)
        try:
            statement = self._statements[shape]
        except KeyError:
            statement = self._statements[shape] = _compiled(self._build, arguments)
        return statement, statement.bind([_adapted(value) for value in _values(arguments)]) if statement else []


def read(queryset: QuerySet[Any, Row]) -> list[Row]:
    """The rows of a queryset that is not always the same, made as those of a prepared one; nothing prefetched."""
    compiler: Any = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return reader_of(queryset, compiler)(cursor.fetchall())


def counts(asked: Iterable[tuple[Prepared[Any], Sequence[Argument]]]) -> list[int]:
    """How many rows each has, all in one query."""
    found, sql, params = list[bool](), list[str](), list[Any]()
    for prepared, arguments in asked:
        statement, bound = prepared._bound(arguments)
        found.append(statement is not None)
        if statement is not None:
            sql.append(f"(SELECT COUNT(*) FROM ({statement.sql}) AS c{len(sql)})")  # noqa: S608 - Django's own SQL
            params += bound
    if not sql:
        return [0] * len(found)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql)}", params)
        numbers = iter(cursor.fetchone())
    return [next(numbers) if is_asked else 0 for is_asked in found]


def _shape(argument: Argument) -> object:
    if argument is None or argument is True or argument is False:
        return argument
    if isinstance(argument, list | tuple):
        return list, _room(len(argument)), _kind(argument[0]) if argument else None
    return _kind(argument)


def _room(length: int) -> int:
    """Lists are filled up to a power of two, so that those of any length share few statements."""
    return 1 << (length - 1).bit_length() if length else 0


def _kind(value: object) -> type:
    for kind in (int, str, datetime, date, UUID):
        if isinstance(value, kind):
            return kind
    raise TypeError(f"{type(value).__name__}: not a value of a prepared query")


def _values(arguments: Iterable[Argument]) -> Iterator[Any]:
    """The values to put in, one after the other; the last one of a list as often as it takes to fill it up."""
    for argument in arguments:
        if isinstance(argument, list | tuple):
            yield from argument
            yield from argument[-1:] * (_room(len(argument)) - len(argument))
        elif argument is not None and argument is not True and argument is not False:
            yield argument


def _adapted(value: Any) -> Any:
    """As Django gives it to the database."""
    if isinstance(value, int) and value.bit_length() > BITS:
        raise _Beyond
    if isinstance(value, datetime):
        return _INSTANT.get_db_prep_value(value, connection)
    if isinstance(value, date):
        return _DAY.get_db_prep_value(value, connection)
    if isinstance(value, UUID):
        return _UUID.get_db_prep_value(value, connection)
    return value


def _marker(kind: type, number: int) -> Any:
    """A value of this kind that nobody else has."""
    if kind is int:
        return 1_900_000_001 + number
    if kind is str:
        return f"\N{INVERTED QUESTION MARK}{number}?"
    if kind is datetime:
        return datetime(1971, 2, 3, 4, 5, 6, number + 1, tzinfo=UTC)
    if kind is date:
        return date(1971, 2, 3) + timedelta(days=number)
    return UUID(int=0xBA1CA0 + number)


def _compiled(build: Callable[..., QuerySet[Any, Row]], arguments: Sequence[Argument]) -> _Statement | None:
    """Built with markers in place of the values, which are then looked for among the parameters."""
    markers: list[Any] = []

    def mark(value: Any) -> Any:
        markers.append(_marker(_kind(value), len(markers)))
        return markers[-1]

    stand_ins: list[Any] = []
    for argument in arguments:
        if isinstance(argument, list | tuple):
            stand_ins.append([mark(argument[0]) for _ in range(_room(len(argument)))])
        else:
            is_shape = argument is None or argument is True or argument is False
            stand_ins.append(argument if is_shape else mark(argument))
    queryset: Any = build(*stand_ins)
    compiler: Any = queryset.query.get_compiler(using=queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = {_adapted(marker): number for number, marker in enumerate(markers)}
    slots = tuple((place, places[value]) for place, value in enumerate(params) if value in places)
    if queryset._prefetch_related_lookups or {number for _place, number in slots} != set(range(len(markers))):
        raise NotPrepared(sql)
    return _Statement(sql, tuple(params), slots, reader_of(queryset, compiler))
