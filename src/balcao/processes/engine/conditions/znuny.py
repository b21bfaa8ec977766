"""Comparisons as Znuny, OTOBO and OTRS make them, for conditions of processes that come from there.

Written after the behaviour of `Kernel::System::ProcessManagement::Transition` and `TransitionValidation::*` of
Znuny 6 and 7; OTOBO 10 and 11 have `string`, `regexp` and `array` only, which are the same there. In common:

* a field that was never filled, or was emptied, is undefined: no comparison with it is true, not even a negative one;
* values are text, also numbers: "10" and "10.0" are different;
* a list is compared item by item, in a way of its own for each comparison;
* `string` and `regexp` tell capital from small letters; the others do not. Dates are points in time for the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from balcao.processes.engine.conditions.native import cel

Compared = str | list[str]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_MOMENT = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:\s([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?)?")
_PRIORITIES = ("1 very low", "2 low", "3 normal", "4 high", "5 very high")
MAX_DIGITS = 100


def string(value: object, match: object) -> bool:
    """`String`: the same text, to the letter; of a list, one item is enough."""
    wanted, found = _plain(match), _plain(value)
    if isinstance(found, list):
        return wanted in found
    return _is_given(found) and found == wanted


def regexp(value: object, pattern: str) -> bool:
    """`Regexp`: the pattern is found somewhere in the text, or in one item of a list. "0" counts as nothing."""
    found = _plain(value)
    if isinstance(found, list):
        return any(_finds(pattern, item) for item in found)
    return found not in ("", "0") and _finds(pattern, found)


def array(value: object, match: object) -> bool:
    """`Array`: the list has each of the wanted items, counted as often as it has them."""
    found, wanted = _plain(value), _plain(match)
    if not isinstance(found, list) or not isinstance(wanted, list):
        return False
    return sum(found.count(item) for item in wanted) == len(wanted)


def equal(value: object, match: object) -> bool:
    """`Equal`: the same text but for capital letters; lists the same, in order; "a, b" stands for a list."""
    found, wanted = _compared(value), _compared(match)
    if not _is_given(found) or not _is_given(wanted):
        return False
    if isinstance(found, str) and isinstance(wanted, str):
        return found.lower() == wanted.lower()
    if isinstance(found, list) and isinstance(wanted, list):
        return found == wanted
    if isinstance(found, list):
        return _same_as_text(found, str(wanted).lower())
    return _text_same_as(found, list(wanted))


def _same_as_text(found: list[str], wanted: str) -> bool:
    if "," in wanted:
        return [item.lower() for item in found] == _divided(wanted)
    return len(found) == 1 and found[0].lower() == wanted


def _text_same_as(found: str, wanted: list[str]) -> bool:
    if "," in found:
        return _divided(found) == [item.lower() for item in wanted]
    return len(wanted) == 1 and wanted[0].lower() == found.lower()


def not_equal(value: object, match: object) -> bool:
    """`NotEqual`: another text but for capital letters; a list has no such item (in small letters, as there)."""
    found, wanted = _compared(value), _compared(match)
    if not _is_given(found):
        return False
    if isinstance(found, list) and isinstance(wanted, list):
        return found != wanted
    if isinstance(found, list):
        return wanted not in [item.lower() for item in found]
    return not isinstance(wanted, str) or found.lower() != wanted.lower()


def contains(value: object, match: object) -> bool:
    """`Contains`: the match, a pattern, is found in the text or in one item of a list, without regard to capitals."""
    found, pattern = _compared(value), _compared(match)
    if not _is_given(found) or not isinstance(pattern, str):
        return False
    items = found if isinstance(found, list) else [found]
    return any(_finds(pattern.lower(), item.lower()) for item in items)


def not_contains(value: object, match: object) -> bool:
    """`NotContains`: the pattern is not found in the text; a list has no item that is the match itself."""
    found, pattern = _compared(value), _compared(match)
    if not _is_given(found) or not isinstance(pattern, str):
        return False
    if isinstance(found, list):
        return pattern.lower() not in [item.lower() for item in found]
    return _is_pattern(pattern.lower()) and not _finds(pattern.lower(), found.lower())


def greater_than(value: object, match: object) -> bool:
    """`GreaterThan`: whole numbers, or points in time; anything else is not greater."""
    return _ordered(value, match, lambda left, right: left > right)


def greater_or_equal(value: object, match: object) -> bool:
    """`GreaterThanOrEqual`, as `greater_than`."""
    return _ordered(value, match, lambda left, right: left >= right)


def less_than(value: object, match: object) -> bool:
    """`LessThan`, as `greater_than`."""
    return _ordered(value, match, lambda left, right: left < right)


def less_or_equal(value: object, match: object) -> bool:
    """`LessThanOrEqual`, as `greater_than`."""
    return _ordered(value, match, lambda left, right: left <= right)


def one(answers: Sequence[object]) -> bool:
    """`xor` there: exactly one of them is true."""
    return sum(answer is True for answer in answers) == 1


def named(value: object, names: Sequence[object]) -> Compared:
    """The name there of a slug here. `names` are written `slug=name`; a slug without a name is told as it is."""
    known = dict(str(pair).split("=", 1) for pair in names if "=" in str(pair))
    found = _plain(value)
    return [known.get(item, item) for item in found] if isinstance(found, list) else known.get(found, found)


def priority(level: object) -> str:
    """The name there of a priority: "3 normal"."""
    text = _plain(level)
    return next((name for name in _PRIORITIES if name[0] == text), "")


def _plain(value: object) -> Compared:
    """A value as Perl would write it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return [str(item) for item in value] if isinstance(value, list | tuple) else str(value)


def _is_given(value: Compared) -> bool:
    return value not in ("", [])


def _compared(value: object) -> Compared:
    """The value, with a date or a date and time as seconds, so that ways of writing them do not count."""
    text = _plain(value)
    found = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return text
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return str(int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()))
    except ValueError:
        return ""


def _ordered(value: object, match: object, holds: Callable[[int, int], bool]) -> bool:
    texts = _compared(value), _compared(match)
    for text in texts:
        if not isinstance(text, str) or len(text) > MAX_DIGITS or not _INTEGER.fullmatch(text):
            return False
    return holds(int(str(texts[0])), int(str(texts[1])))


def _divided(text: str) -> list[str]:
    parts = re.split(r"\s*,\s*", text)
    while parts and not parts[-1]:
        parts.pop()
    return parts


@lru_cache(maxsize=1)
def _finder() -> cel.Program:
    return cel.compile("text.matches(pattern)")


def _is_pattern(pattern: str) -> bool:
    try:
        _finder().execute({"text": "", "pattern": pattern})
    except (ValueError, RuntimeError):
        return False
    return True


def _finds(pattern: str, text: str) -> bool:
    """Whether the pattern is found, in time linear in the text. As in Perl, `$` also stands before a last line end."""
    tries = [text, text[:-1]] if text.endswith("\n") and r"\z" not in pattern else [text]
    try:
        return any(_finder().execute({"text": one_try, "pattern": pattern}) is True for one_try in tries)
    except (ValueError, RuntimeError):
        return False
