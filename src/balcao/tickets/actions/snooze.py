"""A ticket is put off: out of the desk's lists until a moment, or until the customer writes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.changes import Change, lock, put_snooze
from balcao.tickets.models import Ticket

LONGEST = timedelta(days=366)


def snooze(*, ticket: Ticket, until: datetime, by: User, now: datetime) -> Ticket:
    """Put it off until then. Raises Refused for a moment that has passed or is over a year away, or a closed ticket."""
    from balcao.tickets.jobs import wake_snoozed  # jobs call verbs

    if not now < until <= now + LONGEST:
        raise Refused(_("Choose a moment from now on, within a year."))
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if not change.ticket.is_open:
            raise Refused(_("This ticket is closed."))
        put_snooze(change, until)
        change.save()
        wake_snoozed.using(run_after=until).enqueue(ticket.pk, until.isoformat())
    return change.ticket


def unsnooze(*, ticket: Ticket, by: User | None, now: datetime, until: datetime | None = None) -> Ticket:
    """Bring it back to the lists; with `until`, only if it was put off until just then, not anew."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if change.ticket.snoozed_until is not None and until in {None, change.ticket.snoozed_until}:
            put_snooze(change, None)
            change.save()
    return change.ticket
