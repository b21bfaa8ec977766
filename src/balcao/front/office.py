"""The desk's calendar in words: each weekday with its hours, and the next days on which nobody answers."""

from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from balcao.catalog.models import Calendar
from balcao.catalog.promises import working_calendar
from balcao.lib.holidays_br import Holidays
from balcao.lib.hours import describe_hours, hours_in_words, parse_hours

SHOWN_HOLIDAYS = 6


def open_days(calendar: Calendar, language: str) -> list[tuple[str, str]]:
    """(days, hours) in words: («seg–sex», «8h–18h»)."""
    hours = parse_hours(calendar.hours)
    rows = []
    for group in describe_hours(hours):
        days = range(group.first, group.last + 1)
        words, _comma, times = hours_in_words(dict.fromkeys(days, group.intervals), language).partition(", ")
        rows.append((words, times))
    return rows


def next_holidays(calendar: Calendar, now: datetime) -> list[tuple[date, str]]:
    """The coming closed dates that would be working days, with their names."""
    holidays = working_calendar(calendar).holidays
    if not isinstance(holidays, Holidays):
        return []
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    weekdays = parse_hours(calendar.hours)
    coming = {**holidays.in_year(today.year), **holidays.in_year(today.year + 1)}
    wanted = ((day, name) for day, name in coming.items() if day >= today and weekdays.get(day.weekday()))
    return list(islice(wanted, SHOWN_HOLIDAYS))
