"""What hangs on a ticket besides its conversation: tags, tasks, time, followers, what it waits for. One query.

Each kind is a branch of one UNION with the same columns, so that the page costs the same whatever there is of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from balcao.lib.prepared import Prepared
from balcao.people.models import Membership, PersonNote, Team, User
from balcao.tickets.access import queue_rights
from balcao.tickets.draft_access import LISTED
from balcao.tickets.models import (
    Approval,
    ChecklistItem,
    Draft,
    EffectRun,
    EffectStatus,
    Macro,
    PendingParticipant,
    Ticket,
    TicketLink,
    TicketPerson,
    TicketTag,
    TicketWatcher,
    TimeEntry,
    Timer,
)

_Found = QuerySet[Any, Any]

TROUBLED = (EffectStatus.FAILED, EffectStatus.RETRYING)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of the ticket. What the columns mean differs by kind; see `_branches`."""

    kind: str
    pk: int
    text: str
    name: str
    number: int
    at: datetime | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Panel:
    """`tags` by word; `tasks` in their order (`at`: when done); `entries` newest first (`number`: minutes).

    People in the order in which they came (`pk`: theirs): `people` of the customer's side (`text`: role), `watchers`,
    `managers` of the company, `asked` for approval. `pending`: who wrote without being on it. `links` (`number`,
    `text`: the subject) oldest first. `drafts`: kinds of the agent's own boxes that hold something. `note`: what the
    desk keeps about the requester.
    """

    tags: list[str]
    tasks: list[Row]
    entries: list[Row]
    people: list[Row]
    watchers: list[Row]
    asked: list[Row]
    managers: list[Row]
    pending: list[Row]
    links: list[Row]
    macros: list[Row]
    drafts: set[str]
    note: str
    goes_on_at: datetime | None
    has_troubles: bool

    @property
    def minutes(self) -> int:
        return sum(entry.number for entry in self.entries)


def panel_of(ticket: Ticket, agent: User) -> Panel:
    """Everything, as it is now for this agent: the own drafts and macros, links as far as the queues may be read."""
    kinds: dict[str, list[Row]] = {}
    queues = list(queue_rights(agent))
    for row in _ROWS.rows(ticket.pk, ticket.requester_id, ticket.organization_id, agent.pk, queues):
        kinds.setdefault(row[0], []).append(Row(*row))
    timers = [row.at for row in kinds.get("timer", ()) if row.at is not None]
    return Panel(
        tags=[row.text for row in sorted(kinds.get("tag", ()), key=lambda row: row.name)],
        tasks=sorted(kinds.get("task", ()), key=lambda row: (row.number, row.pk)),
        entries=sorted(kinds.get("time", ()), key=lambda row: -row.pk),
        people=sorted(kinds.get("person", ()), key=lambda row: row.number),
        watchers=sorted(kinds.get("watcher", ()), key=lambda row: row.number),
        asked=sorted(kinds.get("asked", ()), key=lambda row: row.number),
        managers=sorted(kinds.get("manager", ()), key=lambda row: row.number),
        pending=sorted(kinds.get("pending", ()), key=lambda row: row.pk),
        links=sorted(kinds.get("link", ()), key=lambda row: row.pk),
        macros=sorted(kinds.get("macro", ()), key=lambda row: (row.number, row.text)),
        drafts={row.text for row in kinds.get("draft", ())},
        note="".join(row.text for row in kinds.get("note", ())),
        goes_on_at=min(timers, default=None),
        has_troubles="trouble" in kinds,
    )


def _branches(ticket: int, requester: int, company: int, agent: int, queues: Sequence[int]) -> list[_Found]:
    text, nothing = Value("", output_field=CharField()), Value(0, output_field=BigIntegerField())
    tags, watchers = TicketTag.objects.filter(ticket_id=ticket), TicketWatcher.objects.filter(ticket_id=ticket)
    tasks, entries = ChecklistItem.objects.filter(ticket_id=ticket), TimeEntry.objects.filter(ticket_id=ticket)
    waiting = Approval.objects.filter(ticket_id=ticket, decision="", asked_of__isnull=False)
    managers = Membership.objects.filter(organization_id=company, is_manager=True, user__is_active=True)
    people = TicketPerson.objects.filter(ticket_id=ticket)
    pending = PendingParticipant.objects.filter(ticket_id=ticket, decided_at__isnull=True)
    timers = Timer.objects.filter(ticket_id=ticket, settled_at__isnull=True)
    troubles = EffectRun.objects.filter(ticket_id=ticket, status__in=TROUBLED)
    drafts = Draft.objects.filter(author_id=agent, ticket_id=ticket, is_from_desk=True, status__in=LISTED)
    notes = PersonNote.objects.filter(person_id=requester)
    after, before = TicketLink.objects.filter(origin_id=ticket), TicketLink.objects.filter(follow_up_id=ticket)
    return [
        _rows(tags, "tag", F("tag_id"), F("tag__name"), F("tag__slug"), nothing),
        _rows(tasks, "task", F("pk"), F("text"), text, F("position"), at=F("done_at")),
        _rows(entries, "time", F("pk"), F("text"), F("agent__name"), F("minutes"), on=F("worked_on")),
        _rows(people, "person", F("user_id"), F("role"), F("user__name"), F("pk")),
        _rows(watchers, "watcher", F("user_id"), text, F("user__name"), F("pk")),
        _rows(waiting, "asked", F("asked_of"), text, F("asked_of__name"), F("asked_of")),
        _rows(managers, "manager", F("user_id"), text, F("user__name"), F("pk")),
        _rows(pending, "pending", F("pk"), text, F("user__name"), nothing),
        _rows(timers, "timer", F("pk"), text, text, nothing, at=F("due_at")),
        _rows(troubles, "trouble", F("pk"), text, text, nothing),
        _rows(drafts, "draft", nothing, F("kind"), text, nothing),
        _rows(notes, "note", F("pk"), F("text"), text, nothing),
        _rows(_macros(agent), "macro", F("pk"), F("name"), text, F("position")),
        *(
            _rows(
                *(links.filter(**{f"{side}__queue_id__in": queues}), "link"),
                *(F(f"{side}_id"), F(f"{side}__subject"), text, F(f"{side}__number")),
            )
            for links, side in ((after, "follow_up"), (before, "origin"))
        ),
    ]


def _macros(agent: int) -> _Found:
    """As `tickets.canned.macros_for`."""
    teams = Team.objects.filter(members=agent)
    return Macro.objects.filter(Q(team__isnull=True) | Q(team__in=teams), is_active=True)


def _rows(
    found: _Found,
    kind: str,
    pk: Any,
    text: Any,
    name: Any,
    number: Any,
    *,
    at: Any = None,
    on: Any = None,
) -> _Found:
    """The same columns of the same kinds for each branch: PostgreSQL asks for that."""
    return found.order_by().values_list(
        Value(kind, output_field=CharField()),
        Cast(pk, BigIntegerField()),
        Cast(text, CharField()),
        Cast(name, CharField()),
        Cast(number, BigIntegerField()),
        at or Cast(Value(None), DateTimeField()),
        on or Cast(Value(None), DateField()),
    )


def _all(ticket: int, requester: int, company: int, agent: int, queues: Sequence[int]) -> _Found:
    first, *others = _branches(ticket, requester, company, agent, queues)
    return first.union(*others, all=True)


_ROWS = Prepared(_all)
