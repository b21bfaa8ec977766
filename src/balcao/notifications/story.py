"""All that one verb did to a ticket, read as one thing that happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from balcao.history.models import Event
from balcao.notifications.models import Kind
from balcao.people.models import User

ANSWERS = frozenset({"ticket.replied", "ticket.dialog_submitted"})


@dataclass(frozen=True, slots=True)
class Story:
    """`events` in their order; the first is the root of the others."""

    events: Sequence[Event]

    @property
    def root(self) -> Event:
        return self.events[0]

    def public_kinds(self) -> set[Kind]:
        """What of it concerns everybody on the ticket."""
        return {kind for event in self.events if event.is_public and (kind := _kind_of(event)) is not None}

    def added(self) -> set[int]:
        """Who was put on the ticket by it."""
        return {event.data["user"] for event in self.events if event.kind == "ticket.participant_added"}

    def asked(self) -> set[int]:
        """Whose approval it asks for."""
        return {user for event in self.events if event.kind == "approval.asked" for user in event.data["users"]}

    def asked_about(self) -> int | None:
        """Who wrote by mail without being on the ticket: whether to include them is asked there."""
        users = [event.data["user"] for event in self.events if event.kind == "ticket.person_asked_about"]
        return users[-1] if users else None

    def mentioned(self) -> set[int]:
        """Agents whom a note calls."""
        return {user for event in self.events if event.kind == "ticket.mentioned" for user in event.data["users"]}

    def is_woken(self) -> bool:
        """Whether its time to come back has come; a customer's answer brings it back too, and says so itself."""
        return self.root.kind == "ticket.woken" and self.root.actor_id is None

    def escalation(self) -> Kind | None:
        """Whether it tells of a promise that is about to run out, or did."""
        return _ESCALATIONS.get(self.root.kind)

    def given_to(self) -> int | None:
        """Who was made to take care of the ticket."""
        owners = [event.data["owner"] for event in self.events if event.kind == "ticket.assigned"]
        return owners[-1] if owners else None

    def giver(self) -> User | None:
        """Who gave it; None for the desk's automation."""
        given = [event for event in self.events if event.kind == "ticket.assigned"]
        return given[-1].actor if given else None

    def is_customers_answer(self) -> bool:
        """Whether somebody of the customer's side wrote, or filled in a step, for everybody to read."""
        return any(
            event.kind in ANSWERS and event.is_public and event.data.get("by") == "customer" for event in self.events
        )

    def message_id(self) -> int | None:
        """The last public message of it."""
        ids = [event.data.get("message") for event in self.events if event.kind in ANSWERS and event.is_public]
        return ids[-1] if ids else None

    def stage(self) -> str:
        stages = [event.data["after"] for event in self.events if event.kind == "ticket.stage_changed"]
        return stages[-1] if stages else ""

    def is_cancelled(self) -> bool:
        return any(
            event.kind == "ticket.closed" and event.data.get("state_kind") == "cancelled" for event in self.events
        )


def stories_of(event_ids: Iterable[int]) -> dict[int, Story]:
    """First event's id → its story. Two queries, with the actors."""
    roots = Event.objects.select_related("actor").in_bulk(set(event_ids))
    told: dict[int, list[Event]] = {pk: [event] for pk, event in roots.items()}
    for event in Event.objects.filter(root_id__in=list(roots)).order_by("id"):
        told[event.root_id or event.pk].append(event)
    return {pk: Story(events) for pk, events in told.items()}


def weightiest(kinds: Iterable[Kind]) -> Kind | None:
    """The one of them that stands first in `Kind`."""
    order = list(Kind)
    return min(kinds, key=order.index, default=None)


def _kind_of(event: Event) -> Kind | None:
    if event.kind == "ticket.state_changed":
        return Kind.NEEDS_YOU if event.data.get("state_kind") == "waiting_customer" else None
    return _KINDS.get(event.kind)


_ESCALATIONS = {"promise.warned": Kind.DUE_SOON, "promise.breached": Kind.OVERDUE}
_KINDS = {
    "ticket.resolved": Kind.RESOLVED,
    "ticket.closed": Kind.CLOSED,
    "ticket.replied": Kind.REPLIED,
    "ticket.dialog_submitted": Kind.REPLIED,
    "ticket.reopened": Kind.REOPENED,
    "ticket.stage_changed": Kind.STAGE,
    "ticket.assigned": Kind.ASSIGNED,
    "approval.decided": Kind.REPLIED,
}
