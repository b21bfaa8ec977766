"""The only way to get hold of a ticket. What one may not see answers exactly like what does not exist: 404."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from balcao.people.access import memberships_of
from balcao.people.models import Membership, Sight, User
from balcao.tickets.models import Attachment, Message, MessageKind, QueueRight, Right, Ticket, TicketLink, TicketPerson

SHOWN = ("requester", "organization", "tool", "state", "owner", "last_public_by")
SHOWN_AT_DESK = (*SHOWN, "queue", "responsible", "process_version", "contract")


@dataclass(frozen=True, slots=True)
class PortalView:
    """A ticket as somebody of the customer's side sees it. `person` is None for who only has sight of the company.

    `may_act`: close, reopen, fill in a step, add colleagues: who is on the ticket, and managers. Who only has sight may
    read and answer.
    """

    ticket: Ticket
    person: TicketPerson | None
    may_act: bool


@dataclass(frozen=True, slots=True)
class DeskView:
    """A ticket as an agent sees it, with the right that the agent's teams have on its queue."""

    ticket: Ticket
    right: Right

    @property
    def may_write(self) -> bool:
        return self.right >= Right.WRITE

    @property
    def may_assign(self) -> bool:
        return self.right >= Right.ASSIGN


def portal_ticket(user: User, number: int) -> PortalView:
    """The ticket with this number for a customer. Raises Http404 when it does not exist or is not the user's to see."""
    ticket = Ticket.objects.select_related(*SHOWN).filter(number=number).first()
    if ticket is None:
        raise Http404
    person = TicketPerson.objects.filter(user_id=user.pk, ticket=ticket).first()
    membership = _membership(user, ticket, person)
    if membership is None:
        raise Http404
    return PortalView(ticket, person, may_act=person is not None or membership.is_manager)


def desk_ticket(user: User, number: int, right: Right = Right.READ) -> DeskView:
    """The ticket for an agent whose teams have at least `right` on its queue. Raises Http404 otherwise."""
    shown = Ticket.objects.select_related(*SHOWN_AT_DESK).defer("process_version__document")
    ticket = shown.filter(number=number).first()
    mine = queue_rights(user) if ticket is not None else {}
    if ticket is None or mine.get(ticket.queue_id, 0) < right:
        raise Http404
    return DeskView(ticket, Right(mine[ticket.queue_id]))


def queue_rights(user: User) -> dict[int, int]:
    """The agent's highest right on each queue: queue id → Right. Empty for who is no active agent."""
    if not (user.is_active and user.is_agent):
        return {}
    rows = QueueRight.objects.filter(team__members=user.pk).values_list("queue_id").annotate(most=Max("right"))
    return dict(rows)


def desk_tickets(user: User) -> QuerySet[Ticket]:
    """All tickets of the queues that the agent's teams may read."""
    return Ticket.objects.filter(queue_id__in=list(queue_rights(user)))


def attachment_of(user: User, file_id: UUID) -> Attachment:
    """An attachment of a ticket that the user may see; those of internal notes for agents only. Raises Http404."""
    attachment = Attachment.objects.select_related("file", "message__ticket").filter(file_id=file_id).first()
    if attachment is None or not may_see_message(user, attachment.message):
        raise Http404
    return attachment


def attachments_of(user: User, number: int) -> list[Attachment]:
    """All attachments of a ticket that the user may see, those of internal notes for agents only. Raises Http404."""
    ticket = Ticket.objects.filter(number=number).first()
    found = (
        Attachment.objects.select_related("file")
        .filter(message__ticket=ticket)
        .order_by("message_id", "position", "id")
    )
    if ticket is not None and queue_rights(user).get(ticket.queue_id, 0) >= Right.READ:
        return list(found)
    return list(
        found.filter(message__ticket=portal_ticket(user, number).ticket).exclude(message__kind=MessageKind.NOTE)
    )


def may_see_message(user: User, message: Message) -> bool:
    ticket = message.ticket
    if queue_rights(user).get(ticket.queue_id, 0) >= Right.READ:
        return True
    if message.kind == MessageKind.NOTE:
        return False
    return _membership(user, ticket, TicketPerson.objects.filter(user_id=user.pk, ticket=ticket).first()) is not None


def linked_tickets(user: User, ticket: Ticket) -> list[Ticket]:
    """What this ticket was opened because of, and what was opened because of it, as far as the user may see it."""
    links = TicketLink.objects.filter(Q(origin=ticket) | Q(follow_up=ticket)).values_list("origin_id", "follow_up_id")
    ids = {pk for link in links for pk in link} - {ticket.pk}
    if not ids:
        return []
    people = {person.ticket_id: person for person in TicketPerson.objects.filter(user_id=user.pk, ticket_id__in=ids)}
    mine = {membership.organization_id: membership for membership in memberships_of(user)}
    linked = Ticket.objects.filter(pk__in=ids).order_by("id")
    return [one for one in linked if _allows(mine.get(one.organization_id), one, people.get(one.pk))]


def _membership(user: User, ticket: Ticket, person: TicketPerson | None) -> Membership | None:
    """The membership by which the user sees the ticket."""
    for membership in memberships_of(user):
        if membership.organization_id == ticket.organization_id and _allows(membership, ticket, person):
            return membership
    return None


def _allows(membership: Membership | None, ticket: Ticket, person: TicketPerson | None) -> bool:
    """The own tickets while a member of the company; a colleague's by the sight of the membership."""
    return membership is not None and (person is not None or _has_sight(membership, ticket))


def _has_sight(membership: Membership, ticket: Ticket) -> bool:
    if membership.sight == Sight.COMPANY:
        return True
    if membership.sight == Sight.DEPARTMENT and membership.department_id is not None:
        return membership.department_id == ticket.department_id
    return False
