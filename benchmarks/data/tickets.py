"""Tickets in bulk, each poured from a mould: five messages, what happened, who is on it, the words of the index."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from balcao.history.models import Event
from balcao.lib.richtext import plain
from balcao.lib.texts import snippet
from balcao.notifications.models import Kind, Notification, Reason
from balcao.search.entries import PUBLIC, Entry
from balcao.search.words import words_of
from balcao.tickets.actions.open_ticket import FIRST_NUMBER
from balcao.tickets.models import Channel, Message, MessageKind, StageVisit, Ticket, TicketPerson, TicketRole
from benchmarks.data.house import Company
from benchmarks.data.moulds import Mould, Moulds, Text

MESSAGES = 5
OPEN_SHARE = 0.1
"""Of the tickets are open: what a desk works on is a small part of what it has done."""

YEARS = timedelta(days=730)
LATELY = timedelta(days=20)


@dataclass(slots=True)
class Poured:
    """The rows of some tickets, ready to be written."""

    tickets: list[Ticket] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    visits: list[StageVisit] = field(default_factory=list)
    people: list[TicketPerson] = field(default_factory=list)
    notices: list[Notification] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Caster:
    """Pours tickets; ids are counted here, so that rows can point at each other before any is written."""

    moulds: Moulds
    companies: list[Company]
    agents: list[int]
    rng: Random
    now: datetime
    ticket_id: int
    message_id: int
    event_id: int

    def pour(self, count: int) -> Poured:
        """So many tickets of companies drawn by their weight."""
        poured = Poured()
        weights = [company.weight for company in self.companies]
        for company in self.rng.choices(self.companies, weights, k=count):
            self._one(company, poured)
        return poured

    def _one(self, company: Company, poured: Poured) -> None:
        rng = self.rng
        is_open = rng.random() < OPEN_SHARE
        mould = rng.choice(self.moulds.by_state[is_open])
        user, department = company.people[0 if rng.random() < company.head else rng.randrange(len(company.people))]
        opened = self.now - timedelta(hours=1) - rng.random() * (LATELY if is_open else YEARS)
        # What is open was last touched lately; what is closed took some days.
        lasted = (self.now - opened) * rng.random() if is_open else min(rng.random() * 6 * DAY, self.now - opened - MIN)
        self.ticket_id += 1
        ticket = self._ticket(mould, company, user, department, opened, opened + lasted)
        agent = ticket.owner_id or rng.choice(self.agents)
        first_event = self.event_id + 1
        written = list(self._messages(ticket, user, agent, opened, lasted))
        self._finish(ticket, written)
        poured.tickets.append(ticket)
        poured.messages += written
        events = list(self._events(ticket, mould, written, agent, lasted))
        poured.events += events
        poured.visits += self._visits(ticket, mould, lasted)
        poured.people += self._people(ticket, company, events, first_event)
        poured.notices += self._notices(ticket, events)
        poured.entries.append(_entry(ticket, written, [one.user_id for one in poured.people if one.ticket is ticket]))

    def _ticket(
        self, mould: Mould, company: Company, user: int, department: int | None, opened: datetime, ended: datetime
    ) -> Ticket:
        number = self.ticket_id + FIRST_NUMBER
        own: dict[str, Any] = {
            "id": self.ticket_id,
            "number": number,
            "key": UUID(int=self.ticket_id),
            "subject": f"{str(mould.values['subject'])[:180]} ({number})",
            "requester_id": user,
            "opened_by_id": user,
            "organization_id": company.organization_id,
            "department_id": department,
            "contract_id": company.contracts.get(mould.tool_id),
            "opened_at": opened,
            "updated_at": ended,
            "resolved_at": ended if mould.values["resolved_at"] else None,
            "closed_at": ended if mould.values["closed_at"] else None,
            "paused_at": ended if mould.values["paused_at"] else None,
            "last_public_at": ended,
            "solution_id": None,
        }
        for name in ("first_response_due_at", "first_responded_at", "resolution_due_at", "due_at", "activity_due_at"):
            old = mould.values[name]
            own[name] = opened + (old - mould.values["opened_at"]) if old else None  # type: ignore[operator]
        if mould.values["due_at"]:  # of open tickets: spread around now, most of them still to come
            own["due_at"] = own["resolution_due_at"] = self.now + (self.rng.random() - 0.15) * 5 * DAY
        return Ticket(**{**mould.values, **own})

    def _messages(
        self, ticket: Ticket, user: int, agent: int, opened: datetime, lasted: timedelta
    ) -> Iterator[Message]:
        for place in range(MESSAGES):
            is_desk = place % 2 == 1 or (place == MESSAGES - 1 and not ticket.is_open)
            said = self._text(place, is_desk)
            self.message_id += 1
            yield Message(
                id=self.message_id,
                ticket_id=ticket.pk,
                key=UUID(int=self.message_id),
                author_id=agent if is_desk else user,
                is_from_desk=is_desk,
                kind=MessageKind.REPLY if place else MessageKind.OPENING,
                channel=Channel.DESK if is_desk else Channel.PORTAL,
                lang="pt-br",
                body_text=said.text,
                body_html=said.html,
                created_at=opened + lasted * (place / (MESSAGES - 1)),
            )

    def _text(self, place: int, is_desk: bool) -> Text:
        if not place:
            return self.rng.choice(self.moulds.openings)
        return self.rng.choice(self.moulds.from_desk if is_desk else self.moulds.from_customers)

    def _finish(self, ticket: Ticket, written: list[Message]) -> None:
        last = written[-1]
        ticket.last_public_message_id, ticket.last_public_by_id = last.pk, last.author_id
        ticket.last_public_at = last.created_at
        ticket.snippet = snippet(plain(last.body_text), 160)

    def _events(
        self, ticket: Ticket, mould: Mould, written: list[Message], agent: int, lasted: timedelta
    ) -> Iterator[Event]:
        told: list[tuple[datetime, str, int | None, dict[str, object]]] = []
        for message in written:
            if message.kind == MessageKind.OPENING:
                data: dict[str, object] = {"message": message.pk, "channel": "portal"}
                told.append((message.created_at, "ticket.opened", message.author_id, data))
            else:
                data = {"message": message.pk, "by": "desk" if message.is_from_desk else "customer"}
                told.append((message.created_at, "ticket.replied", message.author_id, data))
        told.append((ticket.opened_at + lasted * 0.1, "ticket.assigned", agent, {"owner": agent}))
        for place, event in enumerate(mould.events, 1):
            at = ticket.opened_at + lasted * (place / len(mould.events))
            told.append((at, event.kind, agent, event.data))
        for at, kind, actor, data in sorted(told, key=lambda one: one[0]):
            self.event_id += 1
            yield Event(
                id=self.event_id, kind=kind, at=at, actor_id=actor, ticket_id=ticket.pk, is_public=True, data=data
            )

    def _visits(self, ticket: Ticket, mould: Mould, lasted: timedelta) -> list[StageVisit]:
        count = len(mould.visits)
        return [
            StageVisit(
                ticket_id=ticket.pk,
                stage=stage,
                entered_at=ticket.opened_at + lasted * (place / count),
                left_at=ticket.opened_at + lasted * ((place + 1) / count) if place + 1 < count else None,
            )
            for place, stage in enumerate(mould.visits)
        ]

    def _people(self, ticket: Ticket, company: Company, events: list[Event], first: int) -> list[TicketPerson]:
        on_it = {ticket.requester_id: TicketRole.REQUESTER}
        if self.rng.random() < 0.3:
            on_it.setdefault(self.rng.choice(company.people)[0], TicketRole.PARTICIPANT)
        is_news = ticket.is_open and self.rng.random() < 0.2
        last = events[-1].pk
        return [
            TicketPerson(
                user_id=user,
                ticket=ticket,
                organization_id=company.organization_id,
                role=role,
                is_open=ticket.is_open,
                last_public_at=ticket.last_public_at,
                news_event_id=last,
                read_event_id=first if is_news else last,
            )
            for user, role in on_it.items()
        ]

    def _notices(self, ticket: Ticket, events: list[Event]) -> list[Notification]:
        return [
            Notification(
                user_id=ticket.requester_id,
                ticket_id=ticket.pk,
                event_id=event.pk,
                kind=Kind.CLOSED if event.kind == "ticket.closed" else Kind.REPLIED,
                reason=Reason.REQUESTER,
                created_at=event.at,
            )
            for event in events
            if event.kind == "ticket.closed" or event.data.get("by") == "desk"
        ]


DAY, MIN = timedelta(days=1), timedelta(minutes=1)


def _entry(ticket: Ticket, written: list[Message], people: list[int]) -> Entry:
    """What `search.entries` would read back from the tables, without asking them."""
    terms = [PUBLIC, f"org{ticket.organization_id}", *(f"person{user}" for user in sorted(people))]
    if ticket.department_id is not None:
        terms.append(f"dep{ticket.department_id}")
    terms += ["internal", f"queue{ticket.queue_id}"]
    text = "\n".join([str(ticket.number), ticket.subject, *(message.body_text for message in written)])
    return Entry(ticket.pk * 2, ticket.pk, tuple(terms), tuple(dict.fromkeys(words_of(text))))
