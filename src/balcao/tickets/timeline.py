"""The conversation of a ticket: messages and what happened between them, in the order of the events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from balcao.history.models import Event
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.event_texts import Words, text_of
from balcao.tickets.faces import Face, Side, face_of
from balcao.tickets.models import Attachment, Message, MessageKind, State, Ticket


@dataclass(frozen=True, slots=True)
class MessageItem:
    message: Message
    face: Face
    attachments: tuple[Attachment, ...]
    is_new: bool
    dialog_title: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """«{who} {text}»."""

    who: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventsItem:
    lines: tuple[EventLine, ...]


TimelineItem = MessageItem | EventsItem


def timeline(ticket: Ticket, *, reader: User, side: Side, read_event_id: int | None = None) -> list[TimelineItem]:
    """What this side may see, oldest first; neighbouring events are one item. Five queries, whatever its length.

    With `read_event_id`, messages of others after it are new.
    """
    events = _events(ticket, side)
    messages = _messages(ticket, side)
    words = _words(ticket, events, messages.values(), side)
    items: list[TimelineItem] = []
    for is_message, group in groupby(events, key=lambda event: event.data.get("message") in messages):
        if is_message:
            items += [
                _message_item(messages[event.data["message"]], event, reader, side, read_event_id, words)
                for event in group
            ]
        else:
            lines = tuple(line for event in group if (line := _line(event, words, side, reader)) is not None)
            if lines:
                items.append(EventsItem(lines))
    return items


def _events(ticket: Ticket, side: Side) -> list[Event]:
    events = Event.objects.filter(ticket_id=ticket.pk).order_by("id")
    return list(events.filter(is_public=True) if side == "customer" else events)


def _messages(ticket: Ticket, side: Side) -> dict[int, Message]:
    """Messages worth a place of their own: a step that was only filled in stays an event."""
    found = ticket.messages.select_related("author").prefetch_related("attachments__file").order_by("id")
    if side == "customer":
        found = found.exclude(kind=MessageKind.NOTE)
    return {message.pk: message for message in found if message.body_text.strip() or message.attachments.all()}


def _words(ticket: Ticket, events: Sequence[Event], messages: Iterable[Message], side: Side) -> Words:
    people = {message.author_id: message.author for message in messages if message.author is not None}
    named = {event.actor_id for event in events} | {
        event.data[key] for event in events for key in ("user", "owner") if event.data.get(key)
    }
    missing = {user_id for user_id in named if user_id is not None and user_id not in people}
    people |= User.objects.in_bulk(missing)
    return Words(
        side=side,
        people={pk: person for pk, person in people.items() if pk is not None and person is not None},
        states={state.slug: state for state in State.objects.all()},
        document=definition_by_id(ticket.process_version_id),
    )


def _message_item(
    message: Message, event: Event, reader: User, side: Side, read_event_id: int | None, words: Words
) -> MessageItem:
    is_new = (
        read_event_id is not None
        and (event.root_id or event.pk) > read_event_id
        and message.author_id != reader.pk
        and message.kind == MessageKind.REPLY
    )
    return MessageItem(
        message=message,
        face=face_of(message.author, is_desk=message.is_from_desk, side=side, reader=reader),
        attachments=tuple(message.attachments.all()),
        is_new=is_new,
        dialog_title=words.dialog_title(message.dialog),
    )


def _line(event: Event, words: Words, side: Side, reader: User) -> EventLine | None:
    text = text_of(event, words)
    if text is None:
        return None
    actor = words.people.get(event.actor_id) if event.actor_id is not None else None
    is_desk = actor is None or actor.is_agent
    return EventLine(face_of(actor, is_desk=is_desk, side=side, reader=reader).name, text, event.at)
