"""Tickets of the demonstration as moulds: their process, run, state and queue fit together because verbs made them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from balcao.history.models import Event
from balcao.lib.richtext import plain
from balcao.lib.texts import snippet
from balcao.search.words import words_of
from balcao.tickets.field_values import rows_of
from balcao.tickets.models import Message, MessageKind, StageVisit, Ticket

COPIED = ("ticket.stage_changed", "ticket.resolved", "ticket.closed")
"""Events that are copied besides the answers; the others tell of what a bulk ticket does not have."""


@dataclass(slots=True)
class Mould:
    """One told ticket: `values` are its columns, `visits` its stages, `events` what is copied, in order.

    `words` are its subject's, for the index; `answers` those of its process (field, value).
    """

    values: dict[str, Any]
    tool_id: int
    is_open: bool
    words: list[str]
    answers: list[tuple[str, str]]
    visits: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote, as it is stored, its beginning as lists show it and its words as the index keeps them."""

    text: str
    html: str
    snippet: str
    words: list[str]

    @classmethod
    def of(cls, message: Message) -> Text:
        text = message.body_text
        return cls(text, message.body_html, snippet(plain(text), 160), words_of(text))


@dataclass(frozen=True, slots=True)
class Moulds:
    """All of the demonstration: tickets by whether they are open, texts by who writes."""

    by_state: dict[bool, list[Mould]]
    openings: list[Text]
    from_desk: list[Text]
    from_customers: list[Text]


def read_moulds() -> Moulds:
    """Read them from a database in which the demonstration was told."""
    moulds = {ticket.pk: _mould(ticket) for ticket in Ticket.objects.order_by("id")}
    for visit in StageVisit.objects.order_by("id"):
        moulds[visit.ticket_id].visits.append(visit.stage)
    for event in Event.objects.filter(kind__in=COPIED, is_public=True).order_by("id"):
        if event.ticket_id is not None:
            moulds[event.ticket_id].events.append(event)
    public = Message.objects.exclude(kind=MessageKind.NOTE).exclude(body_text="").order_by("id")
    texts: dict[object, list[Text]] = {}
    for message in public:
        kind = MessageKind.OPENING if message.kind == MessageKind.OPENING else message.is_from_desk
        texts.setdefault(kind, []).append(Text.of(message))
    return Moulds(
        by_state={state: [one for one in moulds.values() if one.is_open is state] for state in (True, False)},
        openings=texts[MessageKind.OPENING],
        from_desk=texts[True],
        from_customers=texts[False],
    )


def _mould(ticket: Ticket) -> Mould:
    columns = [column.attname for column in Ticket._meta.concrete_fields]
    values = {name: getattr(ticket, name) for name in columns}
    return Mould(values, ticket.tool_id, ticket.is_open, words_of(ticket.subject[:180]), sorted(rows_of(ticket)))
