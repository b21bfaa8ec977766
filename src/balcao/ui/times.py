"""Dates and times in words: relative for the reader, absolute for the title, days for a timeline, promises.

Pure: each function takes the instant and `now`, and words them in the active language and time zone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

WEEKDAYS = (
    pgettext_lazy("weekday", "Monday"),
    pgettext_lazy("weekday", "Tuesday"),
    pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"),
    pgettext_lazy("weekday", "Friday"),
    pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)
SHORT_WEEKDAYS = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)


def here(value: datetime) -> datetime:
    """The instant on the reader's clock."""
    return timezone.localtime(value)


def clock(value: datetime) -> str:
    """10:12"""
    return format_date(here(value), "H:i")


def day_and_month(value: date, now: datetime) -> str:
    """24/11, with the year when it is another one: 24/11/2025."""
    if value.year == here(now).year:
        return format_date(value, pgettext("date format: day and month", "j M"))
    return format_date(value, pgettext("date format: day, month, year", "j M Y"))


def weekday(value: date) -> str:
    return str(WEEKDAYS[value.weekday()])


def short_weekday(value: date) -> str:
    return str(SHORT_WEEKDAYS[value.weekday()])


def absolute(value: datetime) -> str:
    """seg, 23/11/2026, 10:12"""
    return _absolute(value, get_language() or "", timezone.get_current_timezone_name())


@lru_cache(maxsize=4096)
def _absolute(value: datetime, _language: str, _zone: str) -> str:
    """Kept by what its words depend on: every row and message says it again at each view."""
    local = here(value)
    day = format_date(local, pgettext("date format: day, month, year", "j M Y"))
    return f"{short_weekday(local)}, {day}, {clock(value)}"


def relative(value: datetime, now: datetime) -> str:
    """agora · há 12 min · há 3 h · ontem, 16:20 · qui, 19/11 · 19/11/2025; for what is to come, the promise's words."""
    minutes = int((now - value).total_seconds() // 60)
    if minutes < -1:
        return moment(value, now)
    if minutes < 1:
        return pgettext("relative time", "now")
    if minutes < 60:
        return ngettext("%(count)d min ago", "%(count)d min ago", minutes) % {"count": minutes}
    days = _days_until(value, now)
    if days == 0:
        hours = minutes // 60
        return ngettext("%(count)d h ago", "%(count)d h ago", hours) % {"count": hours}
    if days == -1:
        return _("yesterday, %(time)s") % {"time": clock(value)}
    return _day(value, now)


def moment(value: datetime, now: datetime) -> str:
    """hoje, 17:40 · amanhã, 10:00 · ontem, 10:00 · seg, 23/11, 10:00"""
    near = {0: _("today, %(time)s"), 1: _("tomorrow, %(time)s"), -1: _("yesterday, %(time)s")}
    days = _days_until(value, now)
    if days in near:
        return near[days] % {"time": clock(value)}
    local = here(value)
    return f"{short_weekday(local)}, {day_and_month(local, now)}, {clock(value)}"


def due(value: datetime, now: datetime, desk_zone: str) -> str:
    """hoje até 17:40 · amanhã, 10:00 · seg, 23/11, 10:00 (Manaus): the zone only where the desk's clock differs."""
    words = moment(value, now)
    if _days_until(value, now) == 0:
        words = _("today until %(time)s") % {"time": clock(value)}
    if here(value).utcoffset() == value.astimezone(ZoneInfo(desk_zone)).utcoffset():
        return words
    return f"{words} ({zone_name(timezone.get_current_timezone_name())})"


def zone_name(zone: str) -> str:
    """The city people name a zone by: America/Manaus → Manaus; São Paulo's is known as Brasília's."""
    if zone == "America/Sao_Paulo":
        return "Brasília"
    return zone.rpartition("/")[2].replace("_", " ")


def day_heading(value: datetime, now: datetime) -> str:
    """Hoje, terça, 24/11 · Ontem, segunda, 23/11 · Sexta, 20/11 · Sexta, 20/11/2025"""
    local = here(value)
    day = f"{weekday(local)}, {day_and_month(local, now)}"
    days = _days_until(value, now)
    if days == 0:
        return _("Today, %(day)s") % {"day": day}
    if days == -1:
        return _("Yesterday, %(day)s") % {"day": day}
    return day[:1].upper() + day[1:]


def promise_left(value: datetime, now: datetime) -> str:
    """The desk's chip: vence em 3h10 · vence amanhã 10:00 · vence qui 12:00 · vencido há 2h."""
    left = value - now
    if left < timedelta(0):
        return _("overdue by %(time)s") % {"time": _span(-left)}
    if left < timedelta(hours=8):
        return _("due in %(time)s") % {"time": _span(left)}
    days = _days_until(value, now)
    if days == 0:
        return _("due today %(time)s") % {"time": clock(value)}
    if days == 1:
        return _("due tomorrow %(time)s") % {"time": clock(value)}
    local = here(value)
    day = short_weekday(local) if days < 7 else day_and_month(local, now)
    return _("due %(day)s %(time)s") % {"day": day, "time": clock(value)}


def _span(length: timedelta) -> str:
    """40 min · 3h10 · 2h · 3 d: one or two figures, never a countdown."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 1)}\N{NO-BREAK SPACE}min"
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        return f"{hours // 24}\N{NO-BREAK SPACE}d"
    return f"{hours}h{rest:02d}" if rest and hours < 8 else f"{hours}h"


def _day(value: datetime, now: datetime) -> str:
    local = here(value)
    words = day_and_month(local, now)
    return f"{short_weekday(local)}, {words}" if local.year == here(now).year else words


def _days_until(value: datetime, now: datetime) -> int:
    """Midnights of the reader's calendar between the two: 0 the same day, -1 yesterday."""
    return (here(value).date() - here(now).date()).days
