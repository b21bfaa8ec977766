"""An agent looks at a ticket through its customer's eyes: kept, because it is somebody else's page."""

from datetime import datetime

from django.db import transaction

from balcao.people.models import User
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Ticket


def see_as_customer(*, ticket: Ticket, by: User, now: datetime) -> None:
    """Write it into the ticket's history, for the desk only."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        change.record("ticket.seen_as_customer")
