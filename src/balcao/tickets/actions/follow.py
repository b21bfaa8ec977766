"""An agent is told what happens to a ticket of somebody else's, or no longer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.changes import Change, lock, put_watcher
from balcao.tickets.models import Right, Ticket, TicketWatcher


def follow(*, ticket: Ticket, agent: User, by: User, now: datetime) -> None:
    """Put the agent among the followers, once. Raises Refused for who may not read the queue."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if queue_rights(agent).get(change.ticket.queue_id, 0) < Right.READ:
            raise Refused(_("This agent does not see tickets of this queue."))
        put_watcher(change, agent)
        if change.root is not None:
            change.save()


def unfollow(*, ticket: Ticket, agent: User, by: User, now: datetime) -> None:
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        gone, _rows = TicketWatcher.objects.filter(ticket=change.ticket, user=agent).delete()
        if gone:
            change.record("ticket.watcher_removed", user=agent.pk)
            change.save()
