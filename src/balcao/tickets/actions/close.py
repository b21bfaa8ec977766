"""A ticket ends: the customer needs it no more or confirms the solution, or the desk closes it."""

from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.models import State, StateKind, Ticket


class Reason(TextChoices):
    SOLVED = "solved", gettext_lazy("Solved")
    NOT_NEEDED = "not_needed", gettext_lazy("No longer needed")
    OTHER = "other", gettext_lazy("Other")


def close(*, ticket: Ticket, by: User, as_desk: bool, now: datetime, reason: Reason = Reason.SOLVED) -> Ticket:
    """Close the ticket; «no longer needed» before any solution cancels it. Raises Refused when it is closed already."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if not change.ticket.is_open:
            raise Refused(_("This ticket is already closed."))
        unsolved = reason == Reason.NOT_NEEDED and change.ticket.resolved_at is None
        kind = StateKind.CANCELLED if unsolved else StateKind.CLOSED
        change.record("ticket.closing", reason=reason, by="desk" if as_desk else "customer")
        if reason == Reason.SOLVED:
            _keep_solution(change)
        state = State.default(kind)
        put_state(change, state)
        automation.wake(
            change, engine.StateChanged(state=state.slug, kind=state.kind, by="agent" if as_desk else "customer")
        )
        change.save()
    return change.ticket


def _keep_solution(change: Change) -> None:
    """What solved it is the desk's last word, unless somebody said which."""
    last = change.ticket.last_public_message
    if change.ticket.solution_id is None and last is not None and last.is_from_desk:
        change.ticket.solution = last
