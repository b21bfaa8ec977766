"""Working time counted the slow and obvious way: look at the wall clock every minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.lib.working_time import WorkingCalendar

MINUTE = timedelta(minutes=1)


def works(calendar: WorkingCalendar, at: datetime) -> bool:
    """Whether the minute that begins at `at` is worked."""
    wall = at.astimezone(ZoneInfo(calendar.zone))
    if wall.date() in calendar.holidays:
        return False
    now = wall.hour * 60 + wall.minute
    return any(
        _minutes(start) <= now < (_minutes(end) or 24 * 60) for start, end in calendar.hours.get(wall.weekday(), ())
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def between(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    worked, at = 0, start
    while at < end:
        worked += works(calendar, at)
        at += MINUTE
    return worked


def add(calendar: WorkingCalendar, start: datetime, minutes: int, limit: int) -> datetime | None:
    """None when `limit` minutes of the clock were not enough."""
    at = start
    for _ in range(limit):
        if not minutes:
            return at
        minutes -= works(calendar, at)
        at += MINUTE
    return None if minutes else at


def due(
    calendar: WorkingCalendar,
    start: datetime,
    minutes: int,
    pauses: Sequence[tuple[datetime, datetime | None]],
    limit: int,
) -> datetime | None:
    """As `add`, counting no minute of a pause; None when it stands, or when `limit` was not enough."""
    at = start
    for _ in range(limit):
        if not minutes:
            return at
        stands = any(since <= at and (until is None or at < until) for since, until in pauses)
        minutes -= works(calendar, at) and not stands
        at += MINUTE
    return None if minutes else at


def next_opening(calendar: WorkingCalendar, at: datetime, limit: int) -> datetime | None:
    for _ in range(limit):
        if works(calendar, at):
            return at
        at += MINUTE
    return None
