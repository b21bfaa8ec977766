"""A ticket that was marked as solved ends by itself."""

from datetime import datetime

from django.db import transaction

from balcao.processes import engine
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.models import State, StateKind, Ticket


def close_silent(*, ticket: Ticket, now: datetime) -> Ticket:
    """Close it in nobody's name, unless it moved on meanwhile."""
    with transaction.atomic():
        change = Change(lock(ticket), None, now)
        if change.ticket.state.kind == StateKind.RESOLVED:
            state = State.default(StateKind.CLOSED)
            put_state(change, state)
            automation.wake(change, engine.StateChanged(state=state.slug, kind=state.kind, by="system"))
            change.save()
    return change.ticket
