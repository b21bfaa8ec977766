"""Remembers how a ticket was, to put it back for a few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from balcao.tickets.actions.tag import put_tags, tags_of
from balcao.tickets.changes import Change
from balcao.tickets.models import Tag, Ticket, TicketPerson

WINDOW = timedelta(seconds=10)
"""How long an act can be taken back, and how long its notices wait."""

COLUMNS = (
    *("state_id", "queue_id", "owner_id", "priority", "snoozed_until", "is_open", "resolved_at", "closed_at"),
    *("solution_id", "first_response_due_at", "next_response_due_at", "resolution_due_at", "answer_owed_since"),
    *("paused_at", "paused_minutes", "pauses", "promises_told"),
)


def picture(ticket: Ticket) -> dict[str, Any]:
    """The attributes that acts change, as JSON; `news` is what each person on it had not read."""
    kept: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(ticket, name)
        kept[name] = value.isoformat() if isinstance(value, datetime) else value
    kept["tags"] = [tag.pk for tag in tags_of(ticket)]
    people = TicketPerson.objects.filter(ticket=ticket)
    kept["news"] = {str(pk): news for pk, news in people.values_list("pk", "news_event_id")}
    return kept


def put_back(change: Change, before: Mapping[str, Any]) -> None:
    """Write the attributes as they were, with one event that says so."""
    ticket = change.ticket
    for name in COLUMNS:
        value = before[name]
        setattr(ticket, name, parse_datetime(value) if isinstance(value, str) else value)
    change.record("ticket.undone", is_public=True, root=before["root"])
    put_tags(change, list(Tag.objects.filter(pk__in=before["tags"])))
    change.save()
    for pk, news in before["news"].items():
        TicketPerson.objects.filter(pk=int(pk), news_event_id__gte=before["root"] or 0).update(news_event_id=news)
