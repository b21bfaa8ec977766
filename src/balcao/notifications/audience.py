"""Who should hear of what happened to a ticket, and why. Never whoever did it."""

from dataclasses import dataclass

from balcao.notifications.models import Kind, Reason
from balcao.notifications.story import Story, weightiest
from balcao.people.models import Membership
from balcao.tickets.access import agents_of
from balcao.tickets.models import Ticket, TicketPerson, TicketRole

OF_THE_DESK = frozenset({Kind.REPLIED, Kind.REOPENED, Kind.CLOSED})
"""What a customer does that the agent of the ticket is told."""

_REASONS = {TicketRole.REQUESTER: Reason.REQUESTER, TicketRole.PARTICIPANT: Reason.PARTICIPANT}


@dataclass(frozen=True, slots=True)
class Telling:
    kind: Kind
    reason: Reason


def audience(story: Story, ticket: Ticket) -> dict[int, Telling]:
    """User id → what they are told: people on the ticket, and the agent who takes care of it."""
    told = _customers(story, ticket)
    told.update(_decide_about_person(story, ticket))
    owner = _owner(story, ticket)
    if owner is not None and ticket.owner_id is not None:
        told.setdefault(ticket.owner_id, owner)
    for user_id in story.mentioned():
        told.setdefault(user_id, Telling(Kind.MENTIONED, Reason.MENTIONED))
    for user_id, telling in _watchers(story, ticket).items():
        told.setdefault(user_id, telling)
    for user_id, telling in _escalated(story, ticket).items():
        told.setdefault(user_id, telling)
    own = {story.root.actor_id, story.asked_about()}
    return {user_id: telling for user_id, telling in told.items() if user_id not in own}


def _customers(story: Story, ticket: Ticket) -> dict[int, Telling]:
    """People on the ticket who still belong to its company."""
    kinds, added, asked = story.public_kinds(), story.added(), story.asked()
    members = Membership.objects.filter(organization_id=ticket.organization_id, user__is_active=True)
    people = TicketPerson.objects.filter(ticket=ticket, user_id__in=members.values("user_id"))
    told: dict[int, Telling] = {}
    for person in people:
        kind = Kind.ADDED if person.user_id in added else weightiest(kinds)
        kind = Kind.APPROVAL if person.user_id in asked else kind
        if kind is not None:
            told[person.user_id] = Telling(kind, _REASONS[TicketRole(person.role)])
    return told


def _decide_about_person(story: Story, ticket: Ticket) -> dict[int, Telling]:
    """Of a colleague who wrote without being on it hear the requester and the desk, as long as it can be decided."""
    if story.asked_about() is None or not ticket.is_open:
        return {}
    told = _in_charge(Kind.ASKED_ABOUT, ticket)
    members = Membership.objects.filter(organization_id=ticket.organization_id, user__is_active=True)
    if members.filter(user_id=ticket.requester_id).exists():
        told[ticket.requester_id] = Telling(Kind.ASKED_ABOUT, Reason.REQUESTER)
    return told


def _watchers(story: Story, ticket: Ticket) -> dict[int, Telling]:
    """Agents who follow the ticket hear of everything that people on it hear of."""
    kind = weightiest(story.public_kinds())
    if kind is None:
        return {}
    watchers = ticket.watchers.filter(user__is_active=True, user__is_agent=True).values_list("user_id", flat=True)
    return {user_id: Telling(kind, Reason.WATCHER) for user_id in watchers}


def _escalated(story: Story, ticket: Ticket) -> dict[int, Telling]:
    """Of a promise the agent who takes care hears; while nobody does, everybody who answers in the queue."""
    kind = story.escalation()
    return {} if kind is None else _in_charge(kind, ticket)


def _in_charge(kind: Kind, ticket: Ticket) -> dict[int, Telling]:
    """The agent who takes care; while nobody does, everybody who answers in the queue."""
    if ticket.owner_id is not None and ticket.owner is not None and ticket.owner.is_active:
        return {ticket.owner_id: Telling(kind, Reason.OWNER)}
    return {agent.pk: Telling(kind, Reason.TEAM) for agent in agents_of(ticket.queue_id)}


def _owner(story: Story, ticket: Ticket) -> Telling | None:
    if ticket.owner_id is None or not (ticket.owner and ticket.owner.is_active):
        return None
    if story.given_to() == ticket.owner_id:
        return Telling(Kind.GIVEN, Reason.OWNER)
    if story.is_woken():
        return Telling(Kind.WOKEN, Reason.OWNER)
    by_customer = story.root.data.get("by") == "customer" or story.root.kind == "ticket.reopened"
    kind = weightiest(story.public_kinds() & OF_THE_DESK)
    return Telling(kind, Reason.OWNER) if kind is not None and by_customer else None
