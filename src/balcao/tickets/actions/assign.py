"""An agent takes care of a ticket, or gives it to another, or to nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets import automation
from balcao.tickets.access import queue_rights
from balcao.tickets.changes import Change, lock, put_owner
from balcao.tickets.models import Right, Ticket


def assign(*, ticket: Ticket, to: User | None, by: User, now: datetime) -> Ticket:
    """Set the agent. Raises Refused when the agent may not write in the ticket's queue."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if to is not None and queue_rights(to).get(change.ticket.queue_id, 0) < Right.WRITE:
            raise Refused(_("This agent does not answer tickets of this queue."))
        put_owner(change, to)
        automation.notice(change)
        change.save()
    return change.ticket
