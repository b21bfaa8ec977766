"""A ticket to take along: plain values of what one side may see, for a PDF, a ZIP and whoever reads `ticket.json`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.answers import Answer, answers_of
from balcao.tickets.faces import Side, face_of
from balcao.tickets.models import Message, MessageKind, Ticket, TicketRole
from balcao.tickets.stages import position_of
from balcao.tickets.steps import StepView, steps_of
from balcao.tickets.timeline import EventLine, MessageItem, timeline

FORMAT = "balcao.ticket/1"


@dataclass(frozen=True, slots=True)
class Said:
    """A message under the name that this side knows its author by."""

    author: str
    role: str
    kind: str
    channel: str
    at: datetime
    text: str
    html: str
    language: str
    files: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """`is_whole`: with internal notes and what agents filled in among themselves; only for the desk."""

    ticket: Ticket
    is_whole: bool
    tool: str
    process: str
    activity: str
    stage: str
    state: str
    agent: str
    participants: tuple[str, ...]
    steps: tuple[StepView, ...]
    answers: tuple[Answer, ...]
    entries: tuple[Said | EventLine, ...]

    @property
    def files(self) -> list[StoredFile]:
        """Each once: those of messages in their order, then answers that came with a step only filled in."""
        found = [file for entry in self.entries if isinstance(entry, Said) for file in entry.files]
        found += [file for answer in self.answers for file in answer.files]
        return list({file.pk: file for file in found}.values())


def transcript_of(ticket: Ticket, *, side: Side, now: datetime) -> Transcript:
    """In the active language. The number of queries does not depend on how much was said."""
    language = get_language() or "pt-br"
    at = position_of(ticket)
    people = ticket.people.filter(role=TicketRole.PARTICIPANT).select_related("user").order_by("id")
    items = timeline(ticket, reader=User(), side=side)
    state = pick(ticket.state.customer_label, language) if side == "customer" else ticket.state.name
    return Transcript(
        ticket=ticket,
        is_whole=side == "agent",
        tool=pick(ticket.tool.name, language),
        process=pick(definition_by_id(ticket.process_version_id).name, language),
        activity=pick(at.activity_name, language),
        stage=pick(at.name, language),
        state=state,
        agent=_agent(ticket, side),
        participants=tuple(person.user.name for person in people),
        steps=tuple(steps_of(ticket, now)),
        answers=tuple(answers_of(ticket, language, side)),
        entries=tuple(_entries(items, ticket)),
    )


def _agent(ticket: Ticket, side: Side) -> str:
    return face_of(ticket.owner, is_desk=True, side=side, reader=User()).name if ticket.owner else ""


def _entries(items: list[Any], ticket: Ticket) -> Iterator[Said | EventLine]:
    for item in items:
        if isinstance(item, MessageItem):
            yield _said(item, ticket)
        else:
            yield from item.lines


def _said(item: MessageItem, ticket: Ticket) -> Said:
    message = item.message
    return Said(
        author=item.face.name,
        role=_role(message, ticket),
        kind=message.kind,
        channel=message.channel,
        at=message.created_at,
        text=message.body_text,
        html=message.body_html,
        language=message.lang,
        files=tuple(attachment.file for attachment in item.attachments),
    )


def _role(message: Message, ticket: Ticket) -> str:
    """What somebody is on this ticket; the same for whoever reads it."""
    if message.kind == MessageKind.NOTE:
        return _("Internal note")
    if message.author_id is None:
        return _("Automatic")
    if message.is_from_desk:
        return _("Agent")
    return _("Requester") if message.author_id == ticket.requester_id else _("Customer")


def as_json(transcript: Transcript, paths: dict[Any, str]) -> dict[str, Any]:
    """Values of JSON, instants in UTC. `paths`: file's id → where it lies beside `ticket.json`."""
    ticket = transcript.ticket
    return {
        "format": FORMAT,
        "contains_internal_notes": transcript.is_whole,
        "number": ticket.number,
        "subject": ticket.subject,
        "company": ticket.organization.name,
        "requester": ticket.requester.name,
        "participants": list(transcript.participants),
        "agent": transcript.agent,
        "tool": transcript.tool,
        "process": transcript.process,
        "activity": transcript.activity,
        "stage": transcript.stage,
        "state": {"kind": ticket.state.kind, "name": transcript.state},
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "stages": [
            {
                "name": pick(step.name, get_language()),
                "status": step.status,
                "entered_at": step.entered_at,
                "left_at": step.left_at,
            }
            for step in transcript.steps
        ],
        "answers": [
            {"label": one.label, "value": one.value, "files": [paths[file.pk] for file in one.files]}
            for one in transcript.answers
        ],
        "history": [_entry_json(entry, paths) for entry in transcript.entries],
        "files": [
            {
                "path": paths[file.pk],
                "name": file.name,
                "content_type": file.content_type,
                "bytes": file.size,
                "sha256": file.sha256,
            }
            for file in transcript.files
        ],
    }


def _entry_json(entry: Said | EventLine, paths: dict[Any, str]) -> dict[str, Any]:
    if isinstance(entry, EventLine):
        return {"type": "event", "at": entry.at, "who": entry.who, "text": entry.text}
    return {
        "type": "message",
        "at": entry.at,
        "author": entry.author,
        "role": entry.role,
        "kind": entry.kind,
        "channel": entry.channel,
        "language": entry.language,
        "text": entry.text,
        "files": [paths[file.pk] for file in entry.files],
    }
