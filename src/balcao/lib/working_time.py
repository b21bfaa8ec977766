"""Working time: how long a desk was open between two instants, and when so many open minutes will have passed.

An instant counts when the wall clock of the calendar's zone shows, at that instant, a time inside one of the day's
intervals and the day is no holiday. So an hour that the clock skips is not worked, and an hour that it shows twice
counts twice. Instants are aware datetimes; results are in UTC. Everything here is exact to the microsecond and goes
day by day, not minute by minute.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from balcao.lib.hours import Hours, check_hours

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

MAX_DAYS_CLOSED = 1_100
"""How many closed days in a row are walked through before a calendar counts as one that never opens."""

MAX_MINUTES = 10 * 366 * 24 * 60
"""The longest promise `add` accepts: ten years around the clock."""

Span = tuple[datetime, datetime]


class NeverOpens(ValueError):
    """The calendar has no working time within reach of the question."""


@dataclass(frozen=True)
class WorkingCalendar:
    """When a desk works.

    zone: IANA name (`America/Manaus`), never an offset, because laws about summer time change.
    hours: weekday (0 = Monday) → intervals on the wall clock of that zone; an end of 00:00 means 24:00.
    holidays: whatever answers `day in holidays` for a local date: a set, a dict, a `Holidays`.
    Raises ValueError for an unknown zone or for intervals that are empty, out of order or overlapping.
    """

    zone: str
    hours: Hours
    holidays: Container[date] = frozenset()
    tz: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "tz", ZoneInfo(self.zone))
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone: {self.zone!r}") from error
        if problems := check_hours(self.hours):
            raise ValueError(" ".join(problems))


def add(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """The first instant (UTC) by which `minutes` of working time have passed since `start`.

    Counting that ends at closing time ends there, not at the next opening; zero minutes end at `start`.
    Raises NeverOpens when the calendar has no more working time, ValueError for minutes below 0 or above MAX_MINUTES.
    """
    if not 0 <= minutes <= MAX_MINUTES:
        raise ValueError(f"minutes out of range: {minutes}")
    left = minutes * MINUTE
    now = _utc(start)
    if not left:
        return now
    for opened, closed in open_spans(calendar, now):
        if closed - opened >= left:
            return opened + left
        left -= closed - opened
    raise NeverOpens(f"no working time left after {now.isoformat()}")


def due(
    calendar: WorkingCalendar, start: datetime, minutes: int, pauses: Sequence[tuple[datetime, datetime | None]] = ()
) -> datetime | None:
    """The first instant (UTC) by which `minutes` of working time outside of the pauses have passed since `start`.

    `pauses` are (from, until) in any order, possibly overlapping; the clock of one that has not ended (None) stands:
    the answer is None, unless the time had passed before it. Raises as `add`.
    """
    ended = sorted((_utc(since), _utc(until)) for since, until in pauses if until is not None)
    stands = min((_utc(since) for since, until in pauses if until is None), default=None)
    if not ended and stands is None:
        return add(calendar, start, minutes)
    if not 0 <= minutes <= MAX_MINUTES:
        raise ValueError(f"minutes out of range: {minutes}")
    left, now = minutes * MINUTE, _utc(start)
    if not left:
        return now
    for opened, closed in open_spans(calendar, now):
        for since, until in _outside(opened, closed, ended):
            if stands is not None and since + left > stands:
                if until >= stands:
                    return None
            elif until - since >= left:
                return since + left
            left -= until - since
    raise NeverOpens(f"no working time left after {now.isoformat()}")


def _outside(opened: datetime, closed: datetime, pauses: Sequence[Span]) -> Iterator[Span]:
    """What is left of an open time without the pauses, which are in order."""
    at = opened
    for since, until in pauses:
        if at < since < closed:
            yield at, since
        at = max(at, until) if since < closed else at
        if at >= closed:
            return
    if at < closed:
        yield at, closed


def between(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Whole minutes of working time from `start` to `end`; negative when `end` lies before `start`."""
    since, until = _utc(start), _utc(end)
    if until < since:
        return -between(calendar, until, since)
    worked = timedelta()
    for piece_start, piece_end, offset in _pieces(calendar.tz, since, until):
        for opened, closed in _spans_in_piece(calendar, piece_start, piece_end, offset):
            worked += closed - opened
    return worked // MINUTE


def is_open(calendar: WorkingCalendar, at: datetime) -> bool:
    """Whether the desk works at this instant; at closing time it does not any more."""
    local = _utc(at).astimezone(calendar.tz).replace(tzinfo=None)
    return any(opened <= local < closed for opened, closed in _local_spans(calendar, local.date()))


def next_opening(calendar: WorkingCalendar, at: datetime) -> datetime:
    """`at` itself (in UTC) while the desk is open, else the instant at which it opens next. Raises NeverOpens."""
    now = _utc(at)
    for opened, _closed in open_spans(calendar, now):
        return opened
    raise NeverOpens(f"the calendar does not open after {now.isoformat()}")


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)


def open_spans(calendar: WorkingCalendar, since: datetime) -> Iterator[Span]:
    """Working time from `since` on, in order; ends after MAX_DAYS_CLOSED days without any, or with the calendar."""
    last_open = since
    while since - last_open <= MAX_DAYS_CLOSED * DAY:
        try:
            until = since + DAY
            for piece_start, piece_end, offset in _pieces(calendar.tz, since, until):
                for opened, closed in _spans_in_piece(calendar, piece_start, piece_end, offset):
                    last_open = closed
                    yield opened, closed
        except OverflowError:  # the year 9999 has been reached
            return
        since = until


def _pieces(tz: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The time from `since` to `until` cut where the zone's offset changes: (start, end, offset from UTC).

    Looks at steps of a day: no zone has ever changed its offset twice within one.
    """
    piece_start, offset = since, _offset(tz, since)
    at = since
    while at < until:
        step_end = min(at + DAY, until)
        next_offset = _offset(tz, step_end)
        if next_offset != offset:
            change = _change(tz, at, step_end)
            yield piece_start, change, offset
            piece_start, offset = change, next_offset
        at = step_end
    if piece_start < until:
        yield piece_start, until, offset


def _change(tz: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first instant that has the offset of `after`; zones change on whole seconds."""
    old = _offset(tz, before)
    low, high = int(before.timestamp()), -int(-after.timestamp() // 1)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(tz, datetime.fromtimestamp(middle, UTC)) == old:
            low = middle
        else:
            high = middle
    return min(datetime.fromtimestamp(high, UTC), after)


def _offset(tz: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


def _spans_in_piece(calendar: WorkingCalendar, start: datetime, end: datetime, offset: timedelta) -> Iterator[Span]:
    local_start, local_end = (at.replace(tzinfo=None) + offset for at in (start, end))
    day = local_start.date()
    while datetime.combine(day, time()) < local_end:
        for opened, closed in _local_spans(calendar, day):
            first, last = max(opened, local_start), min(closed, local_end)
            if first < last:
                yield (first - offset).replace(tzinfo=UTC), (last - offset).replace(tzinfo=UTC)
        day += DAY


def _local_spans(calendar: WorkingCalendar, day: date) -> Iterator[Span]:
    intervals = calendar.hours.get(day.weekday())
    if not intervals or day in calendar.holidays:
        return
    midnight = datetime.combine(day, time())
    for start, end in intervals:
        yield datetime.combine(day, start), datetime.combine(day, end) if end != time() else midnight + DAY
