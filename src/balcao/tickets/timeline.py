"""The conversation of a ticket: messages and what happened between them, in the order of the events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from balcao.history.models import Event
from balcao.lib.prepared import Prepared
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.access import asked_once
from balcao.tickets.event_texts import Words, text_of
from balcao.tickets.faces import Face, Side, face_of
from balcao.tickets.models import Attachment, Message, MessageKind, State, Ticket

_EVENTS = Prepared(
    lambda ticket, is_desk: Event.objects.filter(
        ticket_id=ticket, is_public__in=[True, False] if is_desk else [True]
    ).order_by("id")
)
_MESSAGES = Prepared(
    lambda ticket, is_desk: (
        Message.objects.filter(ticket_id=ticket)
        .exclude(kind="" if is_desk else MessageKind.NOTE)
        .select_related("author")
        .order_by("id")
    )
)
_ATTACHMENTS = Prepared(
    lambda messages: (
        Attachment.objects.filter(message_id__in=messages).select_related("file").order_by("position", "id")
    )
)
_PEOPLE = Prepared(lambda people: User.objects.filter(pk__in=people))
_STATES = Prepared(State.objects.all)


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


@dataclass(frozen=True, slots=True)
class Conversation:
    """`last_event` and `last_message` are what whoever reads it has seen, 0 for none; `files`: all of them by id."""

    items: list[TimelineItem]
    last_event: int
    last_message: int
    files: list[Attachment]
    states: list[State]


def timeline(ticket: Ticket, *, reader: User, side: Side, read_event_id: int | None = None) -> list[TimelineItem]:
    """What this side may see, oldest first; neighbouring events are one item. Five queries, whatever its length.

    With `read_event_id`, messages of others after it are new.
    """
    return conversation(ticket, reader=reader, side=side, read_event_id=read_event_id).items


def conversation(ticket: Ticket, *, reader: User, side: Side, read_event_id: int | None = None) -> Conversation:
    """`timeline`, with what else was read for it."""
    events = _events(ticket, is_desk=side == "agent")
    found = _MESSAGES.rows(ticket.pk, side == "agent")
    files = _files(found)
    # A step that was only filled in stays an event.
    messages = {message.pk: message for message in found if message.body_text.strip() or message.pk in files}
    states = asked_once("states", _STATES.rows)
    words = _words(ticket, events, messages.values(), side, states)
    items: list[TimelineItem] = []
    for is_message, group in groupby(events, key=lambda event: event.data.get("message") in messages):
        if is_message:
            items += [
                _message_item(message, files.get(message.pk, ()), event, reader, side, read_event_id, words)
                for event in group
                for message in [messages[event.data["message"]]]
            ]
        else:
            lines = tuple(line for event in group if (line := _line(event, words, side, reader)) is not None)
            if lines:
                items.append(EventsItem(lines))
    return Conversation(
        items,
        last_event=max((event.pk for event in events if event.ticket_id == ticket.pk), default=0),
        last_message=found[-1].pk if found else 0,
        files=sorted((one for several in files.values() for one in several), key=lambda one: one.pk),
        states=states,
    )


def _events(ticket: Ticket, *, is_desk: bool) -> list[Event]:
    """Of tickets joined to this one only the messages came over: their own history stays with them."""
    own = list(_EVENTS.rows(ticket.pk, is_desk))
    joined = {event.data["ticket"] for event in own if event.kind == "ticket.merged_in"}
    others = [event for one in joined for event in _EVENTS.rows(one, is_desk) if event.data.get("message")]
    return sorted([*own, *others], key=lambda event: event.pk) if others else own


def _files(messages: Sequence[Message]) -> dict[int, list[Attachment]]:
    """What hangs on each, by its id."""
    files: dict[int, list[Attachment]] = {}
    for attachment in _ATTACHMENTS.rows([message.pk for message in messages]):
        files.setdefault(attachment.message_id, []).append(attachment)
    return files


def _words(
    ticket: Ticket, events: Sequence[Event], messages: Iterable[Message], side: Side, states: Iterable[State]
) -> Words:
    people = {message.author_id: message.author for message in messages if message.author is not None}
    named = {event.actor_id for event in events} | {
        event.data[key] for event in events for key in ("user", "owner") if event.data.get(key)
    }
    missing = {user_id for user_id in named if user_id is not None and user_id not in people}
    people |= {person.pk: person for person in _PEOPLE.rows(list(missing))}
    return Words(
        side=side,
        people={pk: person for pk, person in people.items() if pk is not None and person is not None},
        states={state.slug: state for state in states},
        document=definition_by_id(ticket.process_version_id),
    )


def _message_item(
    message: Message,
    files: Sequence[Attachment],
    event: Event,
    reader: User,
    side: Side,
    read_event_id: int | None,
    words: Words,
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
        attachments=tuple(files),
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
