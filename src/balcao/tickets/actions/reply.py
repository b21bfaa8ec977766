"""Somebody answers: a customer in the portal, an agent at the desk. The same verb for both."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets import automation, promises
from balcao.tickets.changes import Change, lock, put_snooze, put_state
from balcao.tickets.models import (
    Channel,
    Message,
    MessageKind,
    State,
    StateKind,
    Ticket,
    TicketPerson,
    TicketRole,
    Turn,
)
from balcao.tickets.reopening import may_reopen, refuse_joined
from balcao.tickets.sending import write_message


def reply(
    *,
    ticket: Ticket,
    by: User,
    as_desk: bool,
    body: str,
    key: UUID,
    now: datetime,
    files: Sequence[StoredFile] = (),
    state: State | None = None,
    channel: Channel = Channel.PORTAL,
    is_plain: bool = False,
) -> Message:
    """Answer once per `key`; pass the turn, wake the process, and tell the others.

    An agent may set the state with the answer. A customer's answer gives the desk its turn back and reopens a closed
    ticket within the days of the site. Raises Refused when the ticket is closed for good or nothing was written.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        known = Message.objects.filter(key=key, ticket=ticket, author=by).first()
        if known is not None:
            return known
        if not body.strip() and not files:
            raise Refused(_("Write your answer or attach a file."))
        _refuse_when_closed(change, as_desk=as_desk)
        message = write_message(
            change,
            key=key,
            kind=MessageKind.REPLY,
            channel=channel,
            body=body,
            is_from_desk=as_desk,
            files=files,
            is_plain=is_plain,
        )
        change.record("ticket.replied", is_public=True, message=message.pk, by="desk" if as_desk else "customer")
        change.tell()
        _pass_turn(change, message, state)
        automation.wake(change, engine.Replied(by="agent" if as_desk else "customer"))
        change.save()
    return message


def _refuse_when_closed(change: Change, *, as_desk: bool) -> None:
    ticket = change.ticket
    refuse_joined(ticket)
    if not ticket.is_open and not (as_desk or may_reopen(ticket, change.now)):
        raise Refused(_("This ticket is closed and can no longer be reopened. Open a new one linked to it."))


def _pass_turn(change: Change, message: Message, state: State | None) -> None:
    ticket = change.ticket
    if message.is_from_desk:
        promises.desk_answered(ticket, now=change.now)
        wanted = state or (State.default(StateKind.OPEN) if ticket.state.kind == StateKind.NEW else None)
        if state is not None and state.kind in {StateKind.RESOLVED, StateKind.CLOSED}:
            ticket.solution = message
    else:
        _join(change)
        put_snooze(change, None)
        promises.customer_spoke(ticket, now=change.now)
        wanted = State.default(StateKind.OPEN) if ticket.state.turn in {Turn.CUSTOMER, Turn.NOBODY} else None
    if wanted is not None:
        with change.automatically():
            put_state(change, wanted)


def _join(change: Change) -> None:
    """A colleague who answers is told of what follows."""
    if change.by is not None:
        TicketPerson.objects.get_or_create(
            ticket=change.ticket,
            user=change.by,
            defaults={
                "organization_id": change.ticket.organization_id,
                "role": TicketRole.PARTICIPANT,
                "last_public_at": change.now,
            },
        )
