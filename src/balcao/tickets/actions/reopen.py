"""A closed ticket, or one marked as solved, goes on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets import automation, promises
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.models import State, StateKind, Ticket
from balcao.tickets.reopening import may_reopen, refuse_joined


def reopen(*, ticket: Ticket, by: User, as_desk: bool, now: datetime) -> Ticket:
    """Reopen within the days of the site (agents: always), or say that the solution did not help.

    Raises Refused when the ticket is being worked on already or the days have passed.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        current = change.ticket
        refuse_joined(current)
        if current.is_open and current.state.kind != StateKind.RESOLVED:
            raise Refused(_("This ticket is already open."))
        if not current.is_open and not (as_desk or may_reopen(current, now)):
            raise Refused(_("This ticket is closed and can no longer be reopened. Open a new one linked to it."))
        put_state(change, State.default(StateKind.OPEN))
        if not as_desk:
            promises.customer_spoke(current, now=now)
        change.tell()
        automation.wake(change, engine.Reopened(by="agent" if as_desk else "customer"))
        change.save()
    return current
