"""An agent takes care of a ticket, or gives it to another, or to nobody."""

from datetime import datetime
from typing import Final, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets import automation
from balcao.tickets.access import queue_rights
from balcao.tickets.changes import Change, lock, put_owner
from balcao.tickets.models import Right, Ticket

ANYBODY: Final = "anybody"


def assign(
    *, ticket: Ticket, to: User | None, by: User, now: datetime, seen: int | Literal["anybody"] | None = ANYBODY
) -> Ticket:
    """Set the agent.

    `seen` is the agent's id (None: nobody) that the ticket had when `by` decided. Raises Refused when it has another
    by now, so that of two who take it the second hears of the first; and when `to` may not write in its queue.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if seen != ANYBODY and change.ticket.owner_id not in (seen, to.pk if to else None):
            raise Refused(_taken(change.ticket))
        if to is not None and queue_rights(to).get(change.ticket.queue_id, 0) < Right.WRITE:
            raise Refused(_("This agent does not answer tickets of this queue."))
        put_owner(change, to)
        automation.notice(change)
        change.save()
    return change.ticket


def _taken(ticket: Ticket) -> str:
    if ticket.owner is None:
        return _("Nobody has this ticket any more: somebody gave it back meanwhile. Look again, then decide.")
    return _("%(name)s has this ticket by now. Look again, then decide.") % {"name": ticket.owner.name}
