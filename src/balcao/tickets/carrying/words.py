"""What a process writes: notes for the team, messages for the customer."""

from uuid import uuid4

from balcao.lib.richtext import render_markdown
from balcao.lib.texts import Texts, pick
from balcao.processes import engine
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.changes import Change, note_public_message
from balcao.tickets.models import Channel, Message, MessageKind


@carry_out.register
def _(effect: engine.AddNote, change: Change) -> None:
    message = _message(change, effect.texts, MessageKind.NOTE)
    change.record("ticket.noted", message=message.pk)


@carry_out.register
def _(effect: engine.SendMessage, change: Change) -> None:
    message = _message(change, effect.texts, MessageKind.REPLY)
    note_public_message(change, message)
    change.record("ticket.replied", is_public=True, message=message.pk, by="process")
    change.tell()


def _message(change: Change, texts: Texts, kind: MessageKind) -> Message:
    language = change.ticket.requester.language
    text = pick(texts, language)
    return Message.objects.create(
        ticket=change.ticket,
        key=uuid4(),
        author=None,
        is_from_desk=True,
        kind=kind,
        channel=Channel.PROCESS,
        lang=language,
        body_text=text,
        body_html=render_markdown(text),
        created_at=change.now,
    )
