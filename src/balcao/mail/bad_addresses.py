"""Addresses that do not work: nothing is sent there until somebody, or a mail from there, says that they do."""

from datetime import datetime

from balcao.mail.models import BadAddress
from balcao.people.models import User


def mark_bad(address: str, *, person: User | None, status: str, diagnostic: str, now: datetime) -> BadAddress:
    """From now on; marked again, it begins anew."""
    given = {"person": person, "status": status[:12], "diagnostic": diagnostic[:2000], "since": now, "ended_at": None}
    return BadAddress.objects.update_or_create(address=address.lower(), defaults=given)[0]


def is_bad(address: str) -> BadAddress | None:
    """The row while it counts."""
    return BadAddress.objects.filter(address=address.lower(), ended_at__isnull=True).first()


def why_not(bad: BadAddress) -> str:
    """What stands on a mail that was not sent."""
    said = " ".join(part for part in (bad.status, bad.diagnostic) if part)
    return f"Not sent: this address does not work since {bad.since:%Y-%m-%d} ({said or 'it was refused'})."


def works_again(address: str, *, now: datetime) -> None:
    """A mail came from there, or an administrator says so."""
    BadAddress.objects.filter(address=address.lower(), ended_at__isnull=True).update(ended_at=now)
