"""A ticket goes to another queue."""

from datetime import datetime

from django.db import transaction

from balcao.people.models import User
from balcao.tickets import automation
from balcao.tickets.access import queue_rights
from balcao.tickets.changes import Change, lock, put_owner, put_queue
from balcao.tickets.models import Queue, Right, Ticket


def move(*, ticket: Ticket, queue: Queue, by: User, now: datetime) -> Ticket:
    """Put the ticket into the queue; an owner who does not answer there is taken off it."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        put_queue(change, queue)
        owner = change.ticket.owner
        if owner is not None and queue_rights(owner).get(queue.pk, 0) < Right.WRITE:
            put_owner(change, None)
        automation.notice(change)
        change.save()
    return change.ticket
