"""When the told things happened, on working days before the day of seeding."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from balcao.lib.working_time import WorkingCalendar

_ON_DAY = re.compile(r"(?:(?P<plus>\+)?(?P<days>\d+) )?(?P<clock>\d\d:\d\d)")
_AGO = re.compile(r"-(?P<count>\d+)(?P<unit>[mh])")


@dataclass(frozen=True)
class Clock:
    """Reads instants: `12 10:30` (that many working days ago), `11:05` (the same day), `+1 09:20` (working days after
    the one before), `-12m` and `-2h` (before the seeding itself)."""

    now: datetime
    calendar: WorkingCalendar

    def at(self, text: str, before: datetime | None) -> datetime:
        """The instant, never before the one before it in the story and always in the past."""
        found = self._read(text, before)
        if before is not None and found <= before:
            found = before + timedelta(seconds=90)
        return min(found, self.now - timedelta(seconds=30))

    def _read(self, text: str, before: datetime | None) -> datetime:
        if ago := _AGO.fullmatch(text):
            unit = timedelta(minutes=1) if ago["unit"] == "m" else timedelta(hours=1)
            return self.now - int(ago["count"]) * unit
        found = _ON_DAY.fullmatch(text)
        if found is None:
            raise ValueError(f"not an instant of a story: {text!r}")
        if found["days"] and not found["plus"]:
            day = self._days_ago(int(found["days"]))
        elif before is None:
            raise ValueError(f"a story cannot begin at {text!r}")
        else:
            day = self._days_after(before.astimezone(self.calendar.tz).date(), int(found["days"] or 0))
        return datetime.combine(day, time.fromisoformat(found["clock"]), tzinfo=self.calendar.tz)

    def _days_ago(self, count: int) -> date:
        return _walk(self.calendar, self.now.astimezone(self.calendar.tz).date(), count, -1)

    def _days_after(self, day: date, count: int) -> date:
        return _walk(self.calendar, day, count, 1)


def _walk(calendar: WorkingCalendar, day: date, count: int, step: int) -> date:
    while count:
        day += timedelta(days=step)
        if calendar.hours.get(day.weekday()) and day not in calendar.holidays:
            count -= 1
    return day
