"""An agent says where a ticket stands."""

from datetime import datetime

from django.db import transaction

from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.models import State, Ticket
from balcao.tickets.reopening import refuse_joined


def set_state(*, ticket: Ticket, state: State, by: User, now: datetime) -> Ticket:
    """Set the state and let the process react to it; setting the same again changes nothing.

    Raises Refused for a ticket that was joined to another.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        refuse_joined(change.ticket)
        if change.ticket.state_id != state.pk:
            put_state(change, state)
            automation.wake(change, engine.StateChanged(state=state.slug, kind=state.kind, by="agent"))
            change.save()
    return change.ticket
