"""Who is put on the ticket: people of its company, and agents who follow it."""

from balcao.people.models import Membership, User
from balcao.processes import engine
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.changes import Change, put_participant, put_watcher
from balcao.tickets.models import Ticket
from balcao.tickets.roles import agent_named
from balcao.tickets.troubles import CannotBeDone


@carry_out.register
def _(effect: engine.AddParticipant, change: Change) -> None:
    found = managers_of(change.ticket) if effect.role else _colleague(change.ticket, effect.user or "")
    if not found:
        raise CannotBeDone("no_manager" if effect.role else "no_colleague", effect.user or "")
    for person in found:
        put_participant(change, person)


@carry_out.register
def _(effect: engine.AddWatcher, change: Change) -> None:
    agent = agent_named(change.ticket, effect.user, effect.role)
    if agent is not None:
        put_watcher(change, agent)


def managers_of(ticket: Ticket) -> list[User]:
    """The active managers of the ticket's company but the requester: nobody approves an own request."""
    rows = Membership.objects.filter(organization_id=ticket.organization_id, is_manager=True, user__is_active=True)
    return [row.user for row in rows.exclude(user_id=ticket.requester_id).select_related("user")]


def _colleague(ticket: Ticket, name: str) -> list[User]:
    """By user name, or by an e-mail address that only one of them has."""
    field = "email__iexact" if "@" in name else "username__iexact"
    people = User.objects.filter(
        memberships__organization_id=ticket.organization_id, is_active=True, **{field: name.strip()}
    )
    found = list(people[:2]) if name.strip() else []
    return found if len(found) == 1 else []
