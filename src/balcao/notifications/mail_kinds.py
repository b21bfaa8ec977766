"""Which mail tells whom of what a verb did: one at most, the weightiest of those that the person wants."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from balcao.mail.models import Notice
from balcao.mail.notices import Wishes, wishes_of
from balcao.notifications.models import Kind
from balcao.notifications.story import Story
from balcao.people.models import Membership
from balcao.tickets.models import Ticket, TicketPerson, TicketRole
from balcao.tickets.silence import ANNOUNCED


class MailKind(StrEnum):
    """In the order of weight."""

    OPENED = "opened"
    ADDED = "added"
    NEEDS_YOU = "needs_you"
    RESOLVED = "resolved"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"
    REPLIED = "replied"
    REOPENED = "reopened"
    STAGE = "stage"


NOTICES = {
    MailKind.OPENED: Notice.OPENED,
    MailKind.ADDED: Notice.ADDED,
    MailKind.NEEDS_YOU: Notice.NEEDS_YOU,
    MailKind.RESOLVED: Notice.ENDED,
    MailKind.CLOSING_SOON: Notice.ENDED,
    MailKind.CLOSED: Notice.ENDED,
    MailKind.REPLIED: Notice.REPLIED,
    MailKind.REOPENED: Notice.ENDED,
    MailKind.STAGE: Notice.STAGE,
}
"""What somebody switches off to hear no more of each kind."""

REPEATS_TEXT = frozenset({MailKind.NEEDS_YOU, MailKind.RESOLVED, MailKind.CLOSED, MailKind.REPLIED})
"""Mails that carry what was written, whole."""

_OF_BELL = {
    Kind.NEEDS_YOU: MailKind.NEEDS_YOU,
    Kind.RESOLVED: MailKind.RESOLVED,
    Kind.CLOSED: MailKind.CLOSED,
    Kind.REPLIED: MailKind.REPLIED,
    Kind.REOPENED: MailKind.REOPENED,
    Kind.STAGE: MailKind.STAGE,
}


@dataclass(frozen=True, slots=True)
class Recipient:
    person: TicketPerson
    kind: MailKind


def recipients_of(story: Story, ticket: Ticket) -> list[Recipient]:
    """People on the ticket with an address who still belong to its company. Never whoever did it, except that who
    opens a ticket gets a copy. Two queries.
    """
    kinds = _kinds(story)
    members = Membership.objects.filter(organization_id=ticket.organization_id, organization__is_active=True)
    people = list(
        TicketPerson.objects.filter(ticket=ticket, user__is_active=True, user_id__in=members.values("user_id"))
        .exclude(user__email="")
        .select_related("user")
        .order_by("id")
    )
    wishes = wishes_of(person.user_id for person in people)
    chosen = ((person, _weightiest(_of(story, person, kinds), person, wishes)) for person in people)
    return [Recipient(person, kind) for person, kind in chosen if kind is not None]


def _kinds(story: Story) -> set[MailKind]:
    if story.root.kind == ANNOUNCED:
        return {MailKind.CLOSING_SOON}
    return {_OF_BELL[kind] for kind in story.public_kinds() if kind in _OF_BELL}


def _of(story: Story, person: TicketPerson, kinds: set[MailKind]) -> set[MailKind]:
    """What of the story is for this person."""
    if story.root.kind == "ticket.opened" and person.role == TicketRole.REQUESTER:
        return {MailKind.OPENED}
    if person.user_id == story.root.actor_id or person.user_id in _asked(story):
        return set()
    if person.user_id in story.added():
        return {MailKind.ADDED}
    return set() if story.root.kind == "ticket.opened" else kinds


def _asked(story: Story) -> set[int]:
    """Whose approval is asked for: they get the mail of that."""
    return {user for event in story.events if event.kind == "approval.asked" for user in event.data.get("users", ())}


def _weightiest(kinds: Iterable[MailKind], person: TicketPerson, wishes: Wishes) -> MailKind | None:
    order = list(MailKind)
    return min((kind for kind in kinds if wishes.wants(person.user_id, NOTICES[kind])), key=order.index, default=None)
