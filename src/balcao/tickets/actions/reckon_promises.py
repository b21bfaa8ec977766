"""A promise or its calendar was changed: what was promised on a ticket is reckoned again."""

from datetime import datetime

from django.db import transaction

from balcao.tickets import promises
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Ticket

COLUMNS = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "due_at")


def reckon_again(*, ticket: Ticket, now: datetime) -> bool:
    """Whether an instant moved; then the history says so to the team. Twice does what once did."""
    with transaction.atomic():
        change = Change(lock(ticket), None, now)
        current = change.ticket
        before = [getattr(current, name) for name in COLUMNS]
        promises.reckon(current)
        promises.plan(current, now=now)
        if moved := before != [getattr(current, name) for name in COLUMNS]:
            change.record("promise.reckoned")
        Ticket.objects.filter(pk=current.pk).update(
            **{name: getattr(current, name) for name in (*COLUMNS, "escalates_at", "promises_told")}
        )
    return moved
