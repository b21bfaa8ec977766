"""Tickets in bulk, each poured from a mould: five messages, what happened, who is on it, the words of the index."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

from balcao.history.models import Event
from balcao.notifications.models import Kind, Notification, Reason
from balcao.search.entries import INTERNAL, PUBLIC, Entry
from balcao.tickets.actions.open_ticket import FIRST_NUMBER
from balcao.tickets.models import (
    Channel,
    Message,
    MessageKind,
    StageVisit,
    Ticket,
    TicketFieldValue,
    TicketNumber,
    TicketPerson,
    TicketRole,
)
from benchmarks.data.bulk import Index, Table
from benchmarks.data.house import Company
from benchmarks.data.moulds import Mould, Moulds, Text

MESSAGES = 5
OPEN_SHARE = 0.1
"""Of the tickets are open: what a desk works on is a small part of what it has done."""

YEARS = timedelta(days=730)
LATELY = timedelta(days=20)
DAY, MIN = timedelta(days=1), timedelta(minutes=1)
PROMISED = ("first_response_due_at", "first_responded_at", "resolution_due_at", "due_at", "activity_due_at")


@dataclass(slots=True)
class Written:
    """One message that was poured: its number, who wrote it, and when."""

    pk: int
    author: int
    is_desk: bool
    at: datetime
    said: Text


@dataclass(frozen=True, slots=True)
class Happened:
    """One event that was poured."""

    pk: int
    kind: str
    at: datetime
    by_desk: bool


class Tables:
    """What the rows are written to. Names are columns, in the order in which the caster gives them."""

    def __init__(self) -> None:
        self.columns = [column.attname for column in Ticket._meta.concrete_fields]
        self.tickets = Table(Ticket, *self.columns)
        self.numbers = Table(TicketNumber, "id", "given_at")
        self.messages = Table(
            Message,
            *("id", "ticket_id", "key", "author_id", "is_from_desk", "kind", "channel"),
            *("lang", "body_text", "body_html", "created_at"),
        )
        self.events = Table(Event, "id", "kind", "at", "actor_id", "ticket_id", "is_public", "data")
        self.visits = Table(StageVisit, "ticket_id", "stage", "entered_at", "left_at")
        self.people = Table(
            TicketPerson,
            *("user_id", "ticket_id", "organization_id", "role", "is_open"),
            *("last_public_at", "news_event_id", "read_event_id"),
        )
        self.notices = Table(Notification, "user_id", "ticket_id", "event_id", "kind", "reason", "created_at")
        self.answers = Table(TicketFieldValue, "ticket_id", "field", "value")
        self.index = Index()

    def all(self) -> list[Table]:
        return [one for one in vars(self).values() if isinstance(one, Table)]

    def write(self) -> None:
        for table in self.all():
            table.write()
        self.index.write()


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
    to: Tables = field(default_factory=Tables)

    @property
    def tables(self) -> list[Table]:
        return self.to.all()

    def pour(self, count: int) -> None:
        """Write so many tickets of companies drawn by their weight."""
        weights = [company.weight for company in self.companies]
        for company in self.rng.choices(self.companies, weights, k=count):
            self._one(company)
        self.to.write()

    def _one(self, company: Company) -> None:
        rng = self.rng
        is_open = rng.random() < OPEN_SHARE
        mould = rng.choice(self.moulds.by_state[is_open])
        user, department = company.people[0 if rng.random() < company.head else rng.randrange(len(company.people))]
        opened = self.now - timedelta(hours=1) - rng.random() * (LATELY if is_open else YEARS)
        # What is open was last touched lately; what is closed took some days.
        lasted = (self.now - opened) * rng.random() if is_open else min(rng.random() * 6 * DAY, self.now - opened - MIN)
        self.ticket_id += 1
        agent = mould.values["owner_id"] or rng.choice(self.agents)
        written = self._messages(user, agent, opened, lasted, is_open=is_open)
        first = self.event_id + 1
        events = self._events(mould, written, agent, opened, lasted)
        self._ticket(mould, company, user, department, opened, opened + lasted, written[-1])
        self._visits(mould, opened, lasted)
        people = self._people(company, user, written[-1].at, first, is_open=is_open)
        self._notices(user, events)
        self.to.answers.rows += [(self.ticket_id, name, value) for name, value in mould.answers]
        self.to.index.rows.append(self._entry(mould, company, department, written, people))

    def _ticket(
        self,
        mould: Mould,
        company: Company,
        user: int,
        department: int | None,
        opened: datetime,
        ended: datetime,
        last: Written,
    ) -> None:
        number, values = self.ticket_id + FIRST_NUMBER, mould.values
        own: dict[str, Any] = {
            "id": self.ticket_id,
            "number": number,
            "key": UUID(int=self.ticket_id),
            "subject": f"{values['subject'][:180]} ({number})",
            "requester_id": user,
            "opened_by_id": user,
            "organization_id": company.organization_id,
            "department_id": department,
            "contract_id": company.contracts.get(mould.tool_id),
            "opened_at": opened,
            "updated_at": ended,
            "resolved_at": ended if values["resolved_at"] else None,
            "closed_at": ended if values["closed_at"] else None,
            "paused_at": ended if values["paused_at"] else None,
            "last_public_message_id": last.pk,
            "last_public_by_id": last.author,
            "last_public_at": last.at,
            "snippet": last.said.snippet,
            "solution_id": None,
        }
        for name in PROMISED:
            if values[name]:
                own[name] = opened + (values[name] - values["opened_at"])
        if values["due_at"]:  # of open tickets: spread around now, most of them still to come
            own["due_at"] = own["resolution_due_at"] = self.now + (self.rng.random() - 0.15) * 5 * DAY
        row = {**values, **own}
        self.to.tickets.rows.append(tuple([row[name] for name in self.to.columns]))
        self.to.numbers.rows.append((self.ticket_id, opened))

    def _messages(self, user: int, agent: int, opened: datetime, lasted: timedelta, *, is_open: bool) -> list[Written]:
        written = []
        for place in range(MESSAGES):
            is_desk = place % 2 == 1 or (place == MESSAGES - 1 and not is_open)
            said = self._text(place, is_desk)
            self.message_id += 1
            author, at = agent if is_desk else user, opened + lasted * (place / (MESSAGES - 1))
            kind = MessageKind.REPLY if place else MessageKind.OPENING
            channel = Channel.DESK if is_desk else Channel.PORTAL
            self.to.messages.rows.append(
                (
                    *(self.message_id, self.ticket_id, UUID(int=self.message_id), author, is_desk),
                    *(kind.value, channel.value, "pt-br", said.text, said.html, at),
                )
            )
            written.append(Written(self.message_id, author, is_desk, at, said))
        return written

    def _text(self, place: int, is_desk: bool) -> Text:
        if not place:
            return self.rng.choice(self.moulds.openings)
        return self.rng.choice(self.moulds.from_desk if is_desk else self.moulds.from_customers)

    def _events(
        self, mould: Mould, written: list[Written], agent: int, opened: datetime, lasted: timedelta
    ) -> list[Happened]:
        opening, *answers = written
        told: list[tuple[datetime, str, int, dict[str, object], bool]] = [
            (opening.at, "ticket.opened", opening.author, {"message": opening.pk, "channel": "portal"}, False),
            (opened + lasted * 0.1, "ticket.assigned", agent, {"owner": agent}, False),
        ]
        for one in answers:
            data: dict[str, object] = {"message": one.pk, "by": "desk" if one.is_desk else "customer"}
            told.append((one.at, "ticket.replied", one.author, data, one.is_desk))
        for place, event in enumerate(mould.events, 1):
            at = opened + lasted * (place / len(mould.events))
            told.append((at, event.kind, agent, event.data, False))
        told.sort(key=lambda one: one[0])
        first = self.event_id + 1
        self.event_id += len(told)
        self.to.events.rows += [
            (pk, kind, at, actor, self.ticket_id, True, data)
            for pk, (at, kind, actor, data, _) in enumerate(told, first)
        ]
        return [Happened(pk, kind, at, by_desk) for pk, (at, kind, _actor, _data, by_desk) in enumerate(told, first)]

    def _visits(self, mould: Mould, opened: datetime, lasted: timedelta) -> None:
        count = len(mould.visits)
        at = [opened + lasted * (place / count) for place in range(count)]
        left = [*at[1:], None]
        self.to.visits.rows += [(self.ticket_id, *visit) for visit in zip(mould.visits, at, left, strict=True)]

    def _people(self, company: Company, user: int, at: datetime, first: int, *, is_open: bool) -> list[int]:
        on_it = {user: TicketRole.REQUESTER}
        if self.rng.random() < 0.3:
            on_it.setdefault(self.rng.choice(company.people)[0], TicketRole.PARTICIPANT)
        last = self.event_id
        read = first if is_open and self.rng.random() < 0.2 else last
        self.to.people.rows += [
            (one, self.ticket_id, company.organization_id, role.value, is_open, at, last, read)
            for one, role in on_it.items()
        ]
        return sorted(on_it)

    def _notices(self, user: int, events: list[Happened]) -> None:
        for event in events:
            is_closing = event.kind == "ticket.closed"
            if is_closing or event.by_desk:
                kind = Kind.CLOSED if is_closing else Kind.REPLIED
                self.to.notices.rows.append(
                    (user, self.ticket_id, event.pk, kind.value, Reason.REQUESTER.value, event.at)
                )

    def _entry(
        self, mould: Mould, company: Company, department: int | None, written: list[Written], people: list[int]
    ) -> Entry:
        """What `search.entries` would read back from the tables, without asking them."""
        terms = [PUBLIC, f"org{company.organization_id}", *(f"person{user}" for user in people)]
        if department is not None:
            terms.append(f"dep{department}")
        terms += [INTERNAL, f"queue{mould.values['queue_id']}"]
        number = str(self.ticket_id + FIRST_NUMBER)
        words = dict.fromkeys(chain([number], mould.words, *(one.said.words for one in written)))
        return Entry(self.ticket_id * 2, self.ticket_id, tuple(terms), tuple(words))
