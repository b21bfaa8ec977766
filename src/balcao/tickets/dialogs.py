"""Which dialogs a ticket offers now, and to whom of each side."""

from balcao.people.models import Membership, User
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.access import queue_rights
from balcao.tickets.models import Right, Ticket, TicketPerson


def dialogs_for(ticket: Ticket, side: engine.Actor, user: User | None = None) -> tuple[engine.Dialog, ...]:
    """The dialogs that the ticket's activity opens to the customer or the agent; none once it is closed.

    With `user`, those that this person may send. Queries only for dialogs that are not for everyone of the side.
    """
    if not ticket.is_open:
        return ()
    offered = engine.dialogs_for(definition_by_id(ticket.process_version_id), engine.Run.from_json(ticket.run), side)
    return offered if user is None else tuple(one for one in offered if _may_send(one, ticket, side, user))


def asks_first(ticket: Ticket) -> bool:
    """Whether it came by mail, and its first dialog is still to be completed."""
    return ticket.is_open and ticket.run.get("asks_first") is True


def process_asks(ticket: Ticket) -> bool:
    """Whether the process itself put the ticket into its state, and has a step there for the customer."""
    activity = definition_by_id(ticket.process_version_id).activities.get(ticket.activity)
    return activity is not None and activity.state == ticket.state.slug and bool(dialogs_for(ticket, "customer"))


def _may_send(dialog: engine.Dialog, ticket: Ticket, side: engine.Actor, user: User) -> bool:
    if side == "agent":
        return dialog.permission.agent == "write" or queue_rights(user).get(ticket.queue_id, 0) >= Right.ASSIGN
    match dialog.permission.customer:
        case "requester":
            return ticket.requester_id == user.pk
        case "participant":
            return TicketPerson.objects.filter(ticket=ticket, user=user).exists()
        case "manager":
            mine = Membership.objects.filter(user=user, organization_id=ticket.organization_id, is_manager=True)
            return mine.exists()
    return True
