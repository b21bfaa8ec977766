"""An agent notes how long the work on a ticket took."""

import re
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.names import clean_line
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Ticket, TimeEntry

MOST = 24 * 60
_WRITTEN = re.compile(r"(?:(\d{1,2})\s*(?:h|:)\s*)?(?:(\d{1,4})\s*(?:min|m)?)?")


def log_time(
    *, ticket: Ticket, minutes: int, by: User, worked_on: date, key: UUID, now: datetime, text: str = ""
) -> TimeEntry:
    """Keep 1 to 1,440 minutes of one day, once per `key`. Raises Refused for any other number."""
    if not 1 <= minutes <= MOST:
        raise Refused(_("Give between 1 minute and 24 hours, for example 45 or 1h30."))
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        known = TimeEntry.objects.filter(key=key, ticket=ticket, agent=by).first()
        if known is not None:
            return known
        entry = TimeEntry.objects.create(
            ticket=change.ticket,
            key=key,
            agent=by,
            minutes=minutes,
            text=clean_line(text, 200),
            worked_on=worked_on,
            created_at=now,
        )
        change.record("ticket.time_logged", minutes=minutes)
        change.save()
    return entry


def minutes_of(text: str) -> int:
    """«45», «45 min», «1h», «1h30», «1:30» in minutes. Raises Refused for anything else."""
    match = _WRITTEN.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise Refused(_("Give between 1 minute and 24 hours, for example 45 or 1h30."))
    return int(match.group(1) or 0) * 60 + int(match.group(2) or 0)
