"""One verb at work on one locked ticket: the small changes that verbs and processes are made of.

Each change writes the attribute, appends its event, and leaves the saving to `Change.save`, once per verb.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When

from balcao.history.models import Event
from balcao.history.record import record
from balcao.lib.richtext import plain
from balcao.lib.texts import snippet
from balcao.live import topics
from balcao.live.publish import publish
from balcao.people.models import User
from balcao.tickets import promises
from balcao.tickets.field_values import keep_field_values
from balcao.tickets.models import (
    Message,
    MessageKind,
    Queue,
    State,
    StateKind,
    Ticket,
    TicketPerson,
    TicketRole,
    TicketWatcher,
    Turn,
)


@dataclass(slots=True)
class Change:
    """`by` is None when nobody acts (a timer). All events after the first carry it as their root.

    `has_answers`: fields of the process may have changed.
    """

    ticket: Ticket
    by: User | None
    now: datetime
    root: Event | None = None
    is_news: bool = False
    is_automatic: bool = False
    is_public: bool = False
    left_queue_id: int | None = None
    has_answers: bool = False

    def record(self, kind: str, *, is_public: bool = False, **data: object) -> Event:
        """Append an event of this ticket. `data` holds ids, slugs and numbers only."""
        event = record(
            kind,
            now=self.now,
            actor_id=self._actor_id(),
            ticket_id=self.ticket.pk,
            root=self.root,
            is_public=is_public,
            data=data,
        )
        self.root = self.root or event
        self.is_public = self.is_public or is_public
        return event

    def _actor_id(self) -> int | None:
        """What the process does after a customer's act is the desk's doing, not the customer's."""
        if self.by is None or (self.is_automatic and not self.by.is_agent):
            return None
        return self.by.pk

    @contextmanager
    def automatically(self) -> Iterator[None]:
        """What is recorded inside follows from the act; nobody did it by hand."""
        before, self.is_automatic = self.is_automatic, True
        try:
            yield
        finally:
            self.is_automatic = before

    def save(self) -> None:
        """Write the ticket once, with the copies on its people; whoever acted has read what the own verb did."""
        self.ticket.updated_at = self.now
        promises.plan(self.ticket, now=self.now)
        self.ticket.version += 1
        self.ticket.save()
        if self.has_answers:
            keep_field_values(self.ticket)
        TicketPerson.objects.filter(ticket=self.ticket).update(
            is_open=self.ticket.is_open, last_public_at=self.ticket.last_public_at, **self._news()
        )
        wake_pages(self)

    def _news(self) -> dict[str, Any]:
        """Columns of the news: it is none for whoever acted, who has read what was there before."""
        if not self.is_news or self.root is None:
            return {}
        if self.by is None:
            return {"news_event_id": self.root.pk}
        own = Q(user_id=self.by.pk)
        return {
            "news_event_id": Case(When(own, then=F("news_event_id")), default=Value(self.root.pk)),
            "read_event_id": Case(When(own, then=F("news_event_id")), default=F("read_event_id")),
        }

    def tell(self) -> None:
        """This is news for the customer's side: bold, dot and bell until each has read it."""
        self.is_news = True


def wake_pages(change: Change) -> None:
    """Open pages hear of it when it commits: the desk's always, the customer's side's of what it may see.

    `news` is for whom it is: not for who did it.
    """
    ticket = change.ticket
    event = {"ticket": ticket.pk, "event": change.root.pk if change.root is not None else 0}
    queues = {ticket.queue_id, change.left_queue_id or ticket.queue_id}
    woken = [topics.of_desk_ticket(ticket.pk), *(topics.of_queue(pk) for pk in sorted(queues))]
    told: list[int] = []
    if change.is_public:
        told = list(TicketPerson.objects.filter(ticket=ticket).values_list("user_id", flat=True))
        woken.append(topics.of_ticket(ticket.pk))
    by = change.by.pk if change.by is not None else None
    news = [pk for pk in told if change.is_news and pk != by]
    publish([*woken, *(topics.of_user(pk) for pk in told if pk not in news)], "changed", **event)
    publish([topics.of_user(pk) for pk in news], "changed", **event, news=1)


def lock(ticket: Ticket) -> Ticket:
    """The ticket as it is now, locked until the transaction ends."""
    return (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("state", "queue", "owner", "requester", "organization", "tool", "offer", "contract")
        .get(pk=ticket.pk)
    )


def lock_both(first: Ticket, second: Ticket) -> tuple[Ticket, Ticket]:
    """Two tickets as they are now, locked by ascending id, so that two agents cannot wait for each other."""
    locked = {ticket.pk: lock(ticket) for ticket in sorted((first, second), key=lambda ticket: ticket.pk)}
    return locked[first.pk], locked[second.pk]


def put_state(change: Change, state: State) -> None:
    """Set the state, stop or run the promise's clock, and end or reopen the ticket by the state's kind."""
    ticket, before = change.ticket, change.ticket.state
    if before.pk == state.pk:
        return
    ticket.state = state
    if before.turn != state.turn or before.is_final != state.is_final:
        promises.follow_turn(ticket, state, now=change.now)
    ticket.is_open = not state.is_final
    if state.kind == StateKind.RESOLVED or (state.is_final and ticket.resolved_at is None):
        ticket.resolved_at = change.now
    if state.is_final:
        ticket.closed_at = change.now
    elif state.kind != StateKind.RESOLVED and (before.is_final or before.kind == StateKind.RESOLVED):
        ticket.closed_at = ticket.resolved_at = ticket.solution = None
    kind = _kind_of_event(before, state)
    change.record(kind, is_public=True, before=before.slug, after=state.slug, state_kind=state.kind)
    if state.turn in {Turn.CUSTOMER, Turn.NOBODY}:
        change.tell()


def _kind_of_event(before: State, after: State) -> str:
    if after.is_final and not before.is_final:
        return "ticket.closed"
    if before.is_final and not after.is_final:
        return "ticket.reopened"
    return "ticket.resolved" if after.kind == StateKind.RESOLVED else "ticket.state_changed"


def put_queue(change: Change, queue: Queue) -> None:
    if change.ticket.queue_id != queue.pk:
        change.record("ticket.moved", before=change.ticket.queue.slug, after=queue.slug)
        change.left_queue_id = change.left_queue_id or change.ticket.queue_id
        change.ticket.queue = queue


def put_owner(change: Change, owner: User | None) -> None:
    """Customers are told who takes care of their ticket, not that nobody does."""
    if change.ticket.owner_id != (owner.pk if owner else None):
        change.ticket.owner = owner
        change.record("ticket.assigned", is_public=owner is not None, owner=owner.pk if owner else None)


def put_priority(change: Change, priority: int) -> None:
    if change.ticket.priority != priority:
        change.record("ticket.priority_changed", before=change.ticket.priority, after=priority)
        change.ticket.priority = priority
        promises.reckon(change.ticket)


def put_title(change: Change, title: str) -> None:
    if change.ticket.subject != title:
        change.ticket.subject = title
        change.record("ticket.renamed", is_public=True)


def put_responsible(change: Change, responsible: User | None) -> None:
    if change.ticket.responsible_id != (responsible.pk if responsible else None):
        change.ticket.responsible = responsible
        change.record("ticket.responsible_changed", user=responsible.pk if responsible else None)


def put_kind(change: Change, kind: str) -> None:
    if change.ticket.kind != kind:
        change.ticket.kind = kind
        change.record("ticket.kind_changed")


def put_snooze(change: Change, until: datetime | None) -> None:
    if change.ticket.snoozed_until != until:
        change.ticket.snoozed_until = until
        change.record("ticket.snoozed" if until else "ticket.woken", until=until.isoformat() if until else None)


def put_watcher(change: Change, agent: User) -> None:
    if TicketWatcher.objects.get_or_create(ticket=change.ticket, user=agent)[1]:
        change.record("ticket.watcher_added", user=agent.pk)


def put_participant(change: Change, person: User) -> TicketPerson:
    """Put somebody of the company on the ticket, once; it is news for them, unless it was they who did it."""
    ticket = change.ticket
    added, is_new = TicketPerson.objects.get_or_create(
        ticket=ticket,
        user=person,
        defaults={
            "organization_id": ticket.organization_id,
            "role": TicketRole.PARTICIPANT,
            "is_open": ticket.is_open,
            "last_public_at": ticket.last_public_at,
        },
    )
    if is_new:
        event = change.record("ticket.participant_added", is_public=True, user=person.pk)
        if change.is_automatic or change.by is None or person.pk != change.by.pk:
            TicketPerson.objects.filter(pk=added.pk).update(news_event_id=event.pk)
    return added


def note_public_message(change: Change, message: Message) -> None:
    """Keep the copies for lists: who wrote last, when, and how it begins."""
    if message.kind == MessageKind.NOTE:
        return
    ticket = change.ticket
    ticket.last_public_message = message
    ticket.last_public_at = message.created_at
    ticket.last_public_by = message.author
    ticket.snippet = snippet(plain(message.body_text), 160)
