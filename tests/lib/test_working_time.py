from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balcao.lib.holidays_br import Holidays
from balcao.lib.hours import Hours
from balcao.lib.working_time import (
    MAX_MINUTES,
    MINUTE,
    NeverOpens,
    WorkingCalendar,
    add,
    between,
    due,
    is_open,
    next_opening,
)
from tests.lib import minute_by_minute

EIGHT_TO_SIX = {weekday: ((time(8), time(18)),) for weekday in range(5)}
ALWAYS = {weekday: ((time(0), time(0)),) for weekday in range(7)}
SAO_PAULO = WorkingCalendar("America/Sao_Paulo", EIGHT_TO_SIX, Holidays(state="SP"))

# A zone, and a moment close to which its clock is changed (or, on Noronha, is not).
CLOCK_CHANGES = [
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Europe/Lisbon", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Lisbon", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 2, 18, 2, tzinfo=UTC)),  # 24:00 becomes 23:00
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),  # 00:00 becomes 01:00
    ("America/Noronha", datetime(2026, 6, 15, 12, tzinfo=UTC)),
    ("America/St_Johns", datetime(2006, 10, 29, 2, 31, tzinfo=UTC)),  # 00:01 becomes 23:01 of the day before
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),  # half an hour
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # a day that never was
]


def minute_of_day(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@st.composite
def hours_of_a_week(draw: st.DrawFn) -> Hours:
    quarter_hours = st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted)
    week = {}
    for weekday in range(7):
        cuts = [quarter * 15 for quarter in draw(quarter_hours)]
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        week[weekday] = tuple((minute_of_day(start), minute_of_day(end)) for start, end in pairs)
    return week


@st.composite
def calendars_and_moments(draw: st.DrawFn) -> tuple[WorkingCalendar, datetime]:
    zone, change = draw(st.sampled_from(CLOCK_CHANGES))
    local_day = change.astimezone(ZoneInfo(zone)).date()
    days = st.integers(-3, 3).map(lambda count: local_day + timedelta(days=count))
    calendar = WorkingCalendar(zone, draw(hours_of_a_week()), draw(st.frozensets(days, max_size=2)))
    return calendar, change + timedelta(minutes=draw(st.integers(-3_000, 1_500)))


@settings(max_examples=150, deadline=None)
@given(calendars_and_moments(), st.integers(0, 4_500))
def test_between_agrees_with_looking_at_the_clock_every_minute(
    case: tuple[WorkingCalendar, datetime], length: int
) -> None:
    calendar, start = case
    end = start + timedelta(minutes=length)

    assert between(calendar, start, end) == minute_by_minute.between(calendar, start, end)
    assert between(calendar, end, start) == -between(calendar, start, end)


@settings(max_examples=150, deadline=None)
@given(calendars_and_moments(), st.integers(0, 2_000))
def test_add_agrees_with_looking_at_the_clock_every_minute(
    case: tuple[WorkingCalendar, datetime], minutes: int
) -> None:
    calendar, start = case
    slow = minute_by_minute.add(calendar, start, minutes, limit=8_000)

    if slow is not None:
        assert add(calendar, start, minutes) == slow


@st.composite
def pauses_of(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    """Minutes after the start; possibly overlapping, before it, empty, or without an end."""
    ended = st.tuples(st.integers(-300, 4_000), st.integers(0, 1_500)).map(lambda one: (one[0], one[0] + one[1]))
    standing = st.integers(-300, 5_000).map(lambda since: (since, None))
    return [*draw(st.lists(ended, max_size=4)), *draw(st.lists(standing, max_size=1))]


@settings(max_examples=250, deadline=None)
@given(calendars_and_moments(), st.integers(0, 1_500), pauses_of())
def test_what_is_due_agrees_with_looking_at_the_clock_every_minute(
    case: tuple[WorkingCalendar, datetime], minutes: int, offsets: list[tuple[int, int | None]]
) -> None:
    calendar, start = case
    pauses = [(start + since * MINUTE, None if until is None else start + until * MINUTE) for since, until in offsets]
    slow = minute_by_minute.due(calendar, start, minutes, pauses, limit=9_000)

    try:
        fast = due(calendar, start, minutes, pauses)
    except NeverOpens:
        assert slow is None
        return
    if slow is not None:
        assert fast == slow
    elif any(until is None for _since, until in offsets) and fast is not None:
        assert fast > start + 9_000 * MINUTE


@given(calendars_and_moments(), st.integers(0, 3_000), st.timedeltas(timedelta(), timedelta(minutes=1)))
def test_without_a_pause_what_is_due_is_what_is_added(
    case: tuple[WorkingCalendar, datetime], minutes: int, odd: timedelta
) -> None:
    calendar, start = case[0], case[1] + odd
    if any(calendar.hours.values()):
        assert due(calendar, start, minutes) == add(calendar, start, minutes)
        assert due(calendar, start, minutes, [(start, start)]) == add(calendar, start, minutes)


@settings(max_examples=100, deadline=None)
@given(calendars_and_moments())
def test_openings_agree_with_looking_at_the_clock_every_minute(case: tuple[WorkingCalendar, datetime]) -> None:
    calendar, at = case
    slow = minute_by_minute.next_opening(calendar, at, limit=6_000)

    assert is_open(calendar, at) is minute_by_minute.works(calendar, at)
    if slow is not None:
        assert next_opening(calendar, at) == slow


@settings(max_examples=150, deadline=None)
@given(calendars_and_moments(), st.integers(1, 20_000), st.timedeltas(timedelta(), timedelta(minutes=1)))
@example(
    (WorkingCalendar("America/New_York", {6: ((time(1), time(2)),)}), datetime(2026, 11, 1, tzinfo=UTC)),
    120,
    timedelta(),
)
def test_what_is_added_lies_between_to_the_microsecond(
    case: tuple[WorkingCalendar, datetime], minutes: int, odd: timedelta
) -> None:
    calendar, start = case[0], case[1] + odd
    try:
        end = add(calendar, start, minutes)
    except NeverOpens:
        assert not any(calendar.hours.values())
        return

    assert between(calendar, start, end) == minutes
    assert between(calendar, start, end - timedelta(microseconds=1)) == minutes - 1
    assert add(calendar, start, minutes + 1) > end


def local(text: str, zone: str = "America/Sao_Paulo") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-06-15 10:30", 60, "2026-06-15 11:30"),
        ("2026-06-15 17:00", 60, "2026-06-15 18:00"),  # ends with the day, not with the next one's opening
        ("2026-06-15 17:00", 61, "2026-06-16 08:01"),
        ("2026-06-19 17:00", 120, "2026-06-22 09:00"),  # over a weekend
        ("2026-06-20 12:00", 1, "2026-06-22 08:01"),  # begins on one
        ("2026-11-19 17:30", 60, "2026-11-23 08:30"),  # over 20 November, a Friday
        ("2026-07-08 17:30", 60, "2026-07-10 08:30"),  # over 9 July, a holiday of the state
        ("2026-06-15 05:00", 0, "2026-06-15 05:00"),
        ("2026-06-15 10:00:30", 4 * 600, "2026-06-19 10:00:30"),
    ],
)
def test_a_desk_in_sao_paulo(start: str, minutes: int, end: str) -> None:
    assert add(SAO_PAULO, local(start), minutes) == local(end)


def test_results_are_in_utc() -> None:
    assert add(SAO_PAULO, local("2026-06-15 10:30"), 60).tzinfo is UTC
    assert next_opening(SAO_PAULO, local("2026-06-15 10:30")).tzinfo is UTC


def test_a_desk_opens_at_its_opening_time_and_is_closed_at_its_closing_time() -> None:
    assert is_open(SAO_PAULO, local("2026-06-15 08:00"))
    assert not is_open(SAO_PAULO, local("2026-06-15 07:59:59"))
    assert not is_open(SAO_PAULO, local("2026-06-15 18:00"))
    assert next_opening(SAO_PAULO, local("2026-06-15 18:00")) == local("2026-06-16 08:00")
    assert next_opening(SAO_PAULO, local("2026-06-16 09:15")) == local("2026-06-16 09:15")


def test_a_skipped_hour_is_not_worked_and_a_repeated_hour_counts_twice() -> None:
    night = WorkingCalendar("America/New_York", {6: ((time(1), time(4)),)})

    assert between(night, datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC)) == 120
    assert between(night, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)) == 240


def test_around_the_clock_a_minute_is_a_minute_whatever_the_law_does_to_the_clock() -> None:
    always = WorkingCalendar("America/Sao_Paulo", ALWAYS)
    start = datetime(2018, 2, 1, tzinfo=UTC)

    assert add(always, start, 60 * 24 * 365) == start + timedelta(days=365)
    assert between(always, start, start + timedelta(days=365)) == 60 * 24 * 365


@pytest.mark.parametrize("hours", [{}, {0: ()}, dict.fromkeys(range(7), ())])
def test_a_calendar_that_never_opens_says_so(hours: Hours) -> None:
    empty = WorkingCalendar("America/Manaus", hours)
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)

    assert not is_open(empty, now)
    assert between(empty, now, now + timedelta(days=30)) == 0
    with pytest.raises(NeverOpens):
        add(empty, now, 1)
    with pytest.raises(NeverOpens):
        next_opening(empty, now)


def test_the_end_of_time_ends_a_search() -> None:
    with pytest.raises(NeverOpens):
        add(SAO_PAULO, datetime(9999, 12, 20, tzinfo=UTC), 60 * 24 * 30)


def test_a_calendar_that_makes_no_sense_is_refused() -> None:
    for zone in ("America/Atlantis", "", "../etc/passwd", "-03:00"):
        with pytest.raises(ValueError, match="time zone"):
            WorkingCalendar(zone, EIGHT_TO_SIX)
    for hours in (
        {0: ((time(9), time(8)),)},
        {0: ((time(9), time(9)),)},
        {0: ((time(9), time(12)), (time(11), time(13)))},
        {0: ((time(9), time(0)), (time(10), time(11)))},
        {7: ((time(9), time(10)),)},
    ):
        with pytest.raises(ValueError):
            WorkingCalendar("America/Sao_Paulo", hours)


def test_questions_that_make_no_sense_are_refused() -> None:
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    for minutes in (-1, MAX_MINUTES + 1):
        with pytest.raises(ValueError, match="minutes"):
            add(SAO_PAULO, now, minutes)
    with pytest.raises(ValueError, match="time zone"):
        is_open(SAO_PAULO, datetime(2026, 6, 15, 12))  # noqa: DTZ001


def test_years_are_counted_in_a_moment() -> None:
    began = clock.perf_counter()
    start = datetime(2020, 1, 1, tzinfo=UTC)

    assert between(SAO_PAULO, start, start + timedelta(days=3_653)) > 1_400_000
    assert add(SAO_PAULO, start, 1_400_000).year == 2029
    assert clock.perf_counter() - began < 3


def test_holidays_may_be_any_container_of_dates() -> None:
    closed_monday = WorkingCalendar("America/Sao_Paulo", EIGHT_TO_SIX, {date(2026, 6, 15): "Aniversário da casa"})

    assert next_opening(closed_monday, local("2026-06-15 09:00")) == local("2026-06-16 08:00")
