"""Lets the process of a ticket go on after something happened, and carries out what it asks for."""

from collections.abc import Callable
from functools import singledispatch
from typing import TypeVar
from uuid import uuid4

from balcao.lib.richtext import render_markdown
from balcao.lib.texts import Texts, pick
from balcao.people.models import User
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets import promises
from balcao.tickets.changes import (
    Change,
    note_public_message,
    put_owner,
    put_priority,
    put_queue,
    put_state,
    put_title,
)
from balcao.tickets.facts import facts_of
from balcao.tickets.models import Channel, Message, MessageKind, Queue, StageVisit, State

Found = TypeVar("Found")


def wake(change: Change, happening: engine.Happening) -> None:
    """Advance the ticket's process by one happening. Raises engine.EngineError when its document cannot go on."""
    document = definition_by_id(change.ticket.process_version_id)
    run = engine.Run.from_json(change.ticket.run)
    apply(change, engine.advance(document, run, happening, facts_of(change.ticket), change.now))


def apply(change: Change, outcome: engine.Advance) -> None:
    """Carry out the effects in order and keep the run."""
    with change.automatically():
        for effect in outcome.effects:
            carry_out(effect, change)
    change.ticket.run = outcome.run.to_json()


@singledispatch
def carry_out(effect: object, change: Change) -> None:
    """Effects without a function of their own (fields, the end of the process) are kept in the run already."""


@carry_out.register
def _(effect: engine.ChangeActivity, change: Change) -> None:
    change.ticket.activity = effect.activity
    change.record("ticket.activity_changed", activity=effect.activity)


@carry_out.register
def _(effect: engine.ChangeStage, change: Change) -> None:
    ticket = change.ticket
    StageVisit.objects.filter(ticket=ticket, left_at__isnull=True).update(left_at=change.now)
    StageVisit.objects.create(ticket=ticket, stage=effect.stage, entered_at=change.now)
    before, ticket.stage = ticket.stage, effect.stage
    if before:
        change.record("ticket.stage_changed", is_public=True, before=before, after=effect.stage)


@carry_out.register
def _(effect: engine.SetPromise, change: Change) -> None:
    change.ticket.activity_due_at = promises.activity_due(change.ticket, effect.resolution, now=change.now)


@carry_out.register
def _(effect: engine.SetState, change: Change) -> None:
    _put(change, effect, State.objects.filter(slug=effect.state).first(), put_state)


@carry_out.register
def _(effect: engine.SetQueue, change: Change) -> None:
    _put(change, effect, Queue.objects.filter(slug=effect.queue).first(), put_queue)


@carry_out.register
def _(effect: engine.SetOwner, change: Change) -> None:
    if effect.user is None:
        put_owner(change, None)
        return
    owner = User.objects.filter(username__iexact=effect.user, is_agent=True, is_active=True).first()
    _put(change, effect, owner, put_owner)


@carry_out.register
def _(effect: engine.SetPriority, change: Change) -> None:
    put_priority(change, effect.priority)


@carry_out.register
def _(effect: engine.SetTitle, change: Change) -> None:
    put_title(change, effect.title[:200])


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


def _put(change: Change, effect: engine.Effect, found: Found | None, put: Callable[[Change, Found], None]) -> None:
    """A name that no longer exists moves nothing; the team sees it in the history of the ticket."""
    if found is None:
        change.record("process.effect_failed", effect=type(effect).__name__, activity=change.ticket.activity)
    else:
        put(change, found)


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
