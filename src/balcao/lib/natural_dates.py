"""«amanhã 9h», «segunda», «em 2 horas», «25/11 14:30»: the moments that people type when they put something off.

Portuguese, English and Spanish are understood at once: their words do not contradict each other.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.lib.texts import fold

MORNING = time(9, 0)
"""What a day without an hour means."""

_WEEKDAYS = (
    ("segunda", "seg", "monday", "mon", "lunes", "lun"),
    ("terca", "ter", "tuesday", "tue", "martes", "mar"),
    ("quarta", "qua", "wednesday", "wed", "miercoles", "mie"),
    ("quinta", "qui", "thursday", "thu", "jueves", "jue"),
    ("sexta", "sex", "friday", "fri", "viernes", "vie"),
    ("sabado", "sab", "saturday", "sat"),
    ("domingo", "dom", "sunday", "sun"),
)
_DAY_NAMES = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_NEAR_DAYS = {
    "depois de amanha": 2,
    "day after tomorrow": 2,
    "pasado manana": 2,
    "amanha": 1,
    "tomorrow": 1,
    "manana": 1,
    "hoje": 0,
    "today": 0,
    "hoy": 0,
}
_NEXT_WEEK = re.compile(r"\b(semana que vem|proxima semana|next week|la proxima semana|semana que viene)\b")
_AFTER = re.compile(
    r"\b(?:em|daqui a|in|en)?\s*(\d{1,3})\s*"
    r"(minutos?|min|minutes?|horas?|hours?|hrs?|dias?|days?|semanas?|weeks?)\b"
)
_CLOCK = re.compile(r"\b(\d{1,2})(?:\s*h\s*(\d{2})?|:(\d{2}))\s*(am|pm)?\b|\b(\d{1,2})\s*(am|pm)\b")
_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:t|\b)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "s": "weeks", "w": "weeks"}


def understood(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment meant, in `zone` and after `now`; None when nothing was understood or it has passed.

    A day alone is its morning at nine, an hour alone the next time the clock shows it.
    """
    words = re.sub(r"(\d)t(\d)", r"\1 \2", re.sub(r"\s+", " ", fold(text)).strip())
    here = now.astimezone(zone)
    try:
        found = _after(words, here) or _at(words, here)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found > now else None


def _after(words: str, here: datetime) -> datetime | None:
    match = _AFTER.search(words)
    if match is None or _CLOCK.fullmatch(words):
        return None
    unit = _UNITS[match.group(2)[0]]
    moved = here + timedelta(**{unit: int(match.group(1))})
    if unit in {"days", "weeks"}:
        return _on(moved.date(), _clock(words[match.end() :]), here)
    return moved


def _at(words: str, here: datetime) -> datetime | None:
    clock, day = _clock(words), _day(words, here)
    if day is not None:
        return _on(day, clock, here)
    if clock is None:
        return None
    today = _on(here.date(), clock, here)
    return today if today > here else _on(here.date() + timedelta(days=1), clock, here)


def _on(day: date, clock: time | None, here: datetime) -> datetime:
    return datetime.combine(day, clock or MORNING, here.tzinfo)


def _clock(words: str) -> time | None:
    match = _CLOCK.search(words)
    if match is None:
        return None
    hour = int(match.group(1) or match.group(5))
    minute = int(match.group(2) or match.group(3) or 0)
    half = match.group(4) or match.group(6)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _day(words: str, here: datetime) -> date | None:
    return _written_day(words, here) or _named_day(words, here)


def _written_day(words: str, here: datetime) -> date | None:
    iso = _ISO.search(words)
    if iso is not None:
        return date(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)))
    written = _DATE.search(words)
    if written is None:
        return None
    day, month = int(written.group(1)), int(written.group(2))
    if written.group(3):
        return date(int(written.group(3)), month, day)
    this_year = date(here.year, month, day)
    return this_year if this_year >= here.date() else date(here.year + 1, month, day)


def _named_day(words: str, here: datetime) -> date | None:
    for name, days in _NEAR_DAYS.items():
        if re.search(rf"\b{name}\b", words):
            return here.date() + timedelta(days=days)
    if _NEXT_WEEK.search(words):
        return here.date() + timedelta(days=7 - here.weekday())
    for word in re.findall(r"[a-z]+", words):
        if word in _DAY_NAMES:
            ahead = (_DAY_NAMES[word] - here.weekday()) % 7
            return here.date() + timedelta(days=ahead or 7)
    return None
