"""An agent says how urgent a ticket is; the promises follow."""

from datetime import datetime

from django.db import transaction

from balcao.people.models import User
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock, put_priority
from balcao.tickets.models import Priority, Ticket


def set_priority(*, ticket: Ticket, priority: Priority, by: User, now: datetime) -> Ticket:
    """Set the priority and reckon the promised instants anew."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        put_priority(change, priority)
        automation.notice(change)
        change.save()
    return change.ticket
