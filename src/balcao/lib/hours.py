"""The week of a desk: when it is open on each weekday, read from stored values and put into words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import NamedTuple

from django.utils.translation import gettext as _

Interval = tuple[time, time]
"""From (included) until (excluded); an end of 00:00 is the midnight that ends the day."""

Hours = Mapping[int, tuple[Interval, ...]]
"""Weekday (0 = Monday) → its intervals, in order and apart; a weekday that is missing is closed."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = time(0)

_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)", re.ASCII)


def end_key(end: time) -> tuple[bool, time]:
    """Sorts ends of intervals: the midnight that ends the day comes after every other time."""
    return (end == MIDNIGHT, end)


def check_hours(hours: Hours) -> list[str]:
    """What is wrong with the hours, as sentences for their author; empty when they are right."""
    problems = []
    for weekday, intervals in hours.items():
        if weekday not in range(7):
            problems.append(
                _("“%(day)s” is not a weekday. Use mon, tue, wed, thu, fri, sat or sun.") % {"day": weekday}
            )
            continue
        previous: time | None = None
        for start, end in intervals:
            if (False, start) >= end_key(end):
                problems.append(_("%(day)s: the end must come after the start.") % {"day": WEEKDAYS[weekday]})
            elif previous is not None and end_key(previous) > (False, start):
                problems.append(
                    _("%(day)s: the intervals must be in order and not overlap.") % {"day": WEEKDAYS[weekday]}
                )
            previous = end
    return problems


def parse_hours(value: object) -> Hours:
    """Hours from their stored form: `{"mon": [["08:00", "12:00"], ["13:00", "24:00"]]}` (or "0" for "mon").

    Raises ValueError whose text is for the author, in the active language.
    """
    if not isinstance(value, Mapping):
        raise ValueError(_("Write the hours per weekday, for example: mon: 08:00 to 18:00."))
    hours = {}
    for key, intervals in value.items():
        name = str(key).strip().lower()
        weekday = int(name) if name in "0123456" and len(name) == 1 else _weekday(name)
        if isinstance(intervals, str) or not isinstance(intervals, Sequence):
            raise ValueError(_("%(day)s: write a list of intervals, each with start and end.") % {"day": name})
        hours[weekday] = tuple(_interval(name, interval) for interval in intervals)
    if problems := check_hours(hours):
        raise ValueError(" ".join(problems))
    return hours


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise ValueError(_("“%(day)s” is not a weekday. Use mon, tue, wed, thu, fri, sat or sun.") % {"day": name})
    return WEEKDAYS.index(name)


def _interval(day: str, value: object) -> Interval:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:
        raise ValueError(_("%(day)s: write a list of intervals, each with start and end.") % {"day": day})
    start, end = (_clock(day, str(side).strip()) for side in value)
    return start, end


def _clock(day: str, text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found or (found[1] == "24" and found[2] != "00"):
        raise ValueError(_("%(day)s: “%(text)s” is not a time. Use 08:00 or 18:30.") % {"day": day, "text": text})
    return time(int(found[1]) % 24, int(found[2]))


def dump_hours(hours: Hours) -> dict[str, list[list[str]]]:
    """The stored form that `parse_hours` reads back; closed days are left out."""
    return {
        WEEKDAYS[weekday]: [
            [f"{start:%H:%M}", "24:00" if end == MIDNIGHT else f"{end:%H:%M}"] for start, end in intervals
        ]
        for weekday, intervals in sorted(hours.items())
        if intervals
    }


class OpenDays(NamedTuple):
    """Weekdays from `first` to `last` (0 = Monday, both included) with the same intervals."""

    first: int
    last: int
    intervals: tuple[Interval, ...]


def describe_hours(hours: Hours) -> list[OpenDays]:
    """The open days of the week from Monday on, neighbours with equal hours together, touching intervals joined."""
    groups: list[OpenDays] = []
    for weekday in range(7):
        intervals = tuple(_joined(hours.get(weekday, ())))
        if not intervals:
            continue
        last = groups[-1] if groups else None
        if last and last.last == weekday - 1 and last.intervals == intervals:
            groups[-1] = last._replace(last=weekday)
        else:
            groups.append(OpenDays(weekday, weekday, intervals))
    return groups


def _joined(intervals: tuple[Interval, ...]) -> Iterator[Interval]:
    open_since: time | None = None
    for index, (start, end) in enumerate(intervals):
        open_since = start if open_since is None else open_since
        if index + 1 == len(intervals) or intervals[index + 1][0] != end:
            yield open_since, end
            open_since = None


class _Words(NamedTuple):
    days: tuple[str, ...]
    every_day: str
    all_day: str
    closed: str
    conjunction: str


_WORDS = {
    "pt": _Words(("seg", "ter", "qua", "qui", "sex", "sáb", "dom"), "todos os dias", "24 horas", "fechado", "e"),
    "en": _Words(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "every day", "24 hours", "closed", "and"),
    "es": _Words(("lun", "mar", "mié", "jue", "vie", "sáb", "dom"), "todos los días", "24 horas", "cerrado", "y"),
}


def hours_in_words(hours: Hours, language: str) -> str:
    """«seg–sex, 8h–12h e 13h–18h; sáb, 9h–13h»; in en «Mon–Fri, 8:00–12:00 and 13:00–18:00; Sat, 9:00–13:00»."""
    base = language.lower().partition("-")[0]
    words = _WORDS.get(base, _WORDS["pt"])
    clock = _clock_pt if words is _WORDS["pt"] else _clock_international
    parts = []
    for group in describe_hours(hours):
        spans = [
            words.all_day if start == end == MIDNIGHT else f"{clock(start, False)}–{clock(end, True)}"
            for start, end in group.intervals
        ]
        parts.append(f"{_days_in_words(group, words)}, {_listed(spans, words.conjunction)}")
    return "; ".join(parts) or words.closed


def _days_in_words(group: OpenDays, words: _Words) -> str:
    if (group.first, group.last) == (0, 6):
        return words.every_day
    if group.first == group.last:
        return words.days[group.first]
    joint = f" {words.conjunction} " if group.last == group.first + 1 else "–"
    return f"{words.days[group.first]}{joint}{words.days[group.last]}"


def _listed(items: list[str], conjunction: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def _clock_pt(at: time, is_end: bool) -> str:
    hour = 24 if is_end and at == MIDNIGHT else at.hour
    return f"{hour}h{at.minute:02d}" if at.minute else f"{hour}h"


def _clock_international(at: time, is_end: bool) -> str:
    hour = 24 if is_end and at == MIDNIGHT else at.hour
    return f"{hour}:{at.minute:02d}"
