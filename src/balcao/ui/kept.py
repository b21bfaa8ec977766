"""Pieces of pages that are drawn once in a process's life for the same values.

What a piece shows may depend on its values, the language, the zone, the day, and the words of the time that has
passed since `at` or is left until `due_at`: nothing else of the page is passed on to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache, partial
from operator import attrgetter
from secrets import token_hex
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from balcao.ui import times

MOST_KEPT = 4096
SPOKEN_OF = timedelta(days=2)
"""Within so much of now an instant's words change by the minute, beyond it with the day."""

CSRF = "csrf_token"
_CSRF_PLACE = token_hex(16)
"""Stands in kept pieces where each page puts its own token: nobody who writes something knows it."""

_kept: dict[tuple[object, ...], str] = {}


def drawn(component: str, values: Mapping[str, Any], now: datetime) -> str:
    """The component of exactly these values; what no key can hold is drawn each time.

    `csrf_token` is no such value: a piece with forms is kept without it, and each page puts its own in.
    """
    given = tuple((name, _frozen(one, now)) for name, one in values.items() if name != CSRF)
    left = times.promise_left(values["due_at"], now) if values.get("due_at") else ""
    piece = _find(component, (component, *_around(now), given, left), lambda: {**values, CSRF: _CSRF_PLACE}, now)
    return piece.replace(_CSRF_PLACE, str(values[CSRF])) if CSRF in values else piece


def drawn_each(component: str, rows: Iterable[Any], now: datetime) -> Iterator[str]:
    """The component of each row, a frozen dataclass of plain values: its fields are the component's values."""
    around = component, *_around(now)
    for row in rows:
        names, read = _reading(row.__class__)
        given = read(row)
        due_at = getattr(row, "due_at", None)
        left = times.promise_left(due_at, now) if due_at else ""
        key = around, names, given, tuple(map(type, given)), *_all_words(given, now), left
        yield _find(component, key, partial(dict, zip(names, given, strict=True)), now)


def _around(now: datetime) -> tuple[object, ...]:
    """What every piece may depend on besides its values."""
    zone = timezone.get_current_timezone_name()
    return get_language(), zone, _today(now, zone)


@lru_cache(maxsize=64)
def _today(now: datetime, _zone: str) -> date:
    """Kept for the many pieces of one page, which all have the same now."""
    return times.here(now).date()


@cache
def _reading(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


def _frozen(value: Any, now: datetime) -> object:
    """The value as part of a key, with what it is: safe HTML equals the same text unescaped, and true equals one."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(one, now)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple([_frozen(one, now) for one in value])
    if isinstance(value, datetime):
        return value, _words(value, now)
    if is_dataclass(value):
        _names, read = _reading(value.__class__)
        given = read(value)
        return value.__class__, given, tuple(map(type, given)), *_all_words(given, now)
    return value.__class__, value


def _all_words(given: Iterable[Any], now: datetime) -> list[str]:
    return [_words(one, now) for one in given if isinstance(one, datetime)]


def _words(at: datetime, now: datetime) -> str:
    """Of the time that has passed, while they change by the minute."""
    return times.relative(at, now) if abs(now - at) < SPOKEN_OF else ""


def _find(component: str, key: tuple[object, ...], values: Callable[[], Mapping[str, Any]], now: datetime) -> str:
    try:
        found = _kept.get(key)
    except TypeError:
        return _draw(component, values(), now)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = _draw(component, values(), now)
    return found


def _draw(component: str, values: Mapping[str, Any], now: datetime) -> str:
    return get_template(component).render({**values, "now": now})
