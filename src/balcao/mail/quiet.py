"""«Não perturbe»: mails about tickets wait until the person's quiet time ends. Those of security never do."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.mail.models import OutgoingMail, QuietTime
from balcao.people.models import User


def quiet_until(now: datetime, *, zone: str, starts_at: time, ends_at: time, days: Collection[int]) -> datetime | None:
    """When the quiet that holds at `now` ends; None when it is not quiet. Equal times: no quiet hours, only days."""
    here = ZoneInfo(zone)
    at = now.astimezone(here)
    for _step in range(16):  # hours and days that follow each other, a week of them at most
        end = _end(at, starts_at, ends_at, days)
        if end is None:
            return at if at > now else None
        at = end.replace(tzinfo=here, fold=0)
    return None


def _end(at: datetime, starts_at: time, ends_at: time, days: Collection[int]) -> datetime | None:
    if at.weekday() in days:
        return datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
    if starts_at == ends_at:
        return None
    clock, is_over_midnight = at.time(), starts_at > ends_at
    if is_over_midnight and clock >= starts_at:
        return datetime.combine(at.date() + timedelta(days=1), ends_at, at.tzinfo)
    if (is_over_midnight and clock < ends_at) or starts_at <= clock < ends_at:
        return datetime.combine(at.date(), ends_at, at.tzinfo)
    return None


def waits_until(mail: OutgoingMail, now: datetime) -> datetime | None:
    """When this mail may leave, if not now."""
    if mail.person is None or mail.is_secret:
        return None
    quiet = QuietTime.objects.filter(person=mail.person, is_on=True).first()
    if quiet is None:
        return None
    zone, days = mail.person.time_zone, [int(day) for day in quiet.days]
    return quiet_until(now, zone=zone, starts_at=quiet.starts_at, ends_at=quiet.ends_at, days=days)


def set_quiet_time(*, person: User, is_on: bool, starts_at: time, ends_at: time, days: Collection[int]) -> None:
    """From now on; mails that wait already ask again when their time has come."""
    given = {"is_on": is_on, "starts_at": starts_at, "ends_at": ends_at, "days": sorted(days)}
    QuietTime.objects.update_or_create(person=person, defaults=given)


def quiet_time_of(person: User) -> QuietTime:
    """What the person chose; at first nothing, with the usual night ready to be switched on."""
    return QuietTime.objects.filter(person=person).first() or QuietTime(person=person, days=[5, 6])
