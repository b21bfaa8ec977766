"""The only way to get hold of a ticket. What one may not see answers exactly like what does not exist: 404."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from balcao.history.models import Event
from balcao.lib.prepared import Prepared
from balcao.people.access import memberships_of
from balcao.people.models import DeskRole, Membership, Sight, User
from balcao.tickets.models import Attachment, Message, MessageKind, QueueRight, Right, Ticket, TicketLink, TicketPerson

Answer = TypeVar("Answer")

SHOWN = ("requester", "organization", "tool", "state", "owner", "last_public_by")
SHOWN_AT_DESK = (*SHOWN, "organization__account_manager", "queue", "responsible", "process_version", "contract")

_LAST_EVENT = Event.objects.filter(ticket_id=OuterRef("pk"), is_public=True).order_by("-id").values("pk")[:1]
_FOR_CUSTOMERS = Prepared(
    lambda number: (
        Ticket.objects.select_related(*SHOWN).annotate(last_event=Subquery(_LAST_EVENT)).filter(number=number)
    )
)
_FOR_AGENTS = Prepared(
    lambda number: (
        Ticket.objects.select_related(*SHOWN_AT_DESK).defer("process_version__document").filter(number=number)
    )
)
_PERSON = Prepared(lambda user, ticket: TicketPerson.objects.filter(user_id=user, ticket_id=ticket))
_PEOPLE = Prepared(lambda ticket: TicketPerson.objects.filter(ticket_id=ticket).select_related("user").order_by("id"))
_RIGHTS = Prepared(
    lambda user, roles: (
        QueueRight.objects.filter(team__members=user, role__in=roles)
        .values_list("queue_id")
        .annotate(most=Max("right"))
    )
)
_LINKS = Prepared(
    lambda ticket: TicketLink.objects.filter(Q(origin_id=ticket) | Q(follow_up_id=ticket)).values_list(
        "origin_id", "follow_up_id"
    )
)


@dataclass(frozen=True, slots=True)
class PortalView:
    """A ticket as somebody of the customer's side sees it. `person` is None for who only has sight of the company.

    `may_act`: close, reopen, fill in a step, add colleagues: who is on the ticket, and managers. Who only has sight may
    read and answer. `mark`: the last event that the customer's side may see, read together with the ticket.
    """

    ticket: Ticket
    person: TicketPerson | None
    may_act: bool
    mark: int


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
    ticket = _FOR_CUSTOMERS.first(number)
    if ticket is None:
        raise Http404
    person = _PERSON.first(user.pk, ticket.pk)
    membership = _membership(user, ticket, person)
    if membership is None:
        raise Http404
    return PortalView(ticket, person, may_act=person is not None or membership.is_manager, mark=ticket.last_event or 0)


def sees(user: User, ticket_id: int) -> bool:
    """Whether the ticket with this id is the user's to see in the portal."""
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    person = TicketPerson.objects.filter(user_id=user.pk, ticket_id=ticket_id).first()
    return ticket is not None and _membership(user, ticket, person) is not None


def desk_ticket(user: User, number: int, right: Right = Right.READ) -> DeskView:
    """The ticket for an agent whose teams have at least `right` on its queue. Raises Http404 otherwise."""
    ticket = _FOR_AGENTS.first(number)
    mine = queue_rights(user) if ticket is not None else {}
    if ticket is None or mine.get(ticket.queue_id, 0) < right:
        raise Http404
    return DeskView(ticket, Right(mine[ticket.queue_id]))


def people_on(ticket: Ticket) -> list[TicketPerson]:
    """Who of the customer's side is on it, with their users, in the order in which they came."""
    return _PEOPLE.rows(ticket.pk)


_asked: ContextVar[dict[object, Any] | None] = ContextVar("asked", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside, rights and queues are asked once: for a page that only reads, whose parts must not disagree."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def asked_once(what: object, ask: Callable[[], Answer]) -> Answer:
    """The answer, kept until the page at hand is made; asked anew when no page is being made."""
    asked = _asked.get()
    if asked is None:
        return ask()
    if what not in asked:
        asked[what] = ask()
    answer: Answer = asked[what]
    return answer


def queue_rights(user: User) -> dict[int, int]:
    """The agent's highest right on each queue: queue id → Right. Empty for who is no active agent.

    By team, or by team and role; who only reads has no more than that, whatever is given.
    """
    if not (user.is_active and user.is_agent):
        return {}
    return asked_once(("rights", user.pk), lambda: _rights(user))


def _rights(user: User) -> dict[int, int]:
    reads_only = user.desk_role == DeskRole.OBSERVER
    rows = _RIGHTS.rows(user.pk, ["", user.desk_role])
    return {queue_id: Right.READ.value if reads_only else right for queue_id, right in rows}


def agents_of(*queue_ids: int, right: Right = Right.WRITE) -> QuerySet[User]:
    """The active agents who have at least this right on one of the queues, by name."""
    return User.objects.filter(pk__in=_who_may(queue_ids, right), is_agent=True, is_active=True).order_by("name", "pk")


MOST_NAMED = 500
_ANSWERING = Prepared(lambda queues: agents_of(*queues).only("id", "name", "username")[:MOST_NAMED])


def _who_may(queue_ids: Sequence[int], right: Right) -> QuerySet[User, int]:
    of_role = Q(teams__queue_rights__role="") | Q(teams__queue_rights__role=F("desk_role"))
    given = {"teams__queue_rights__queue_id__in": queue_ids, "teams__queue_rights__right__gte": right}
    able = User.objects.filter(of_role, **given)
    return (able.exclude(desk_role=DeskRole.OBSERVER) if right > Right.READ else able).values_list("pk", flat=True)


def answering_in(*queue_ids: int) -> list[User]:
    """The names of `agents_of` for a menu, at most 500. One prepared query."""
    return _ANSWERING.rows(queue_ids)


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
    ids = {pk for link in _LINKS.rows(ticket.pk) for pk in link} - {ticket.pk}
    if not ids:
        return []
    return visible_tickets(user, list(Ticket.objects.filter(pk__in=ids).order_by("id")))


def visible_tickets(user: User, tickets: Sequence[Ticket]) -> list[Ticket]:
    """Those of them that the user may see as a customer, in their order."""
    if not tickets:
        return []
    ids = [ticket.pk for ticket in tickets]
    people = {person.ticket_id: person for person in TicketPerson.objects.filter(user_id=user.pk, ticket_id__in=ids)}
    mine = {membership.organization_id: membership for membership in memberships_of(user)}
    return [one for one in tickets if _allows(mine.get(one.organization_id), one, people.get(one.pk))]


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
