"""Somebody fills in a dialog that the activity opens to the customer or to the agent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets import automation, promises
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.models import Channel, Message, MessageKind, State, StateKind, Ticket, Turn
from balcao.tickets.sending import write_message


def submit_dialog(
    *,
    ticket: Ticket,
    dialog: str,
    by: User,
    as_desk: bool,
    values: Mapping[str, engine.Value],
    body: str,
    key: UUID,
    now: datetime,
    files: Sequence[StoredFile] = (),
    answers: Mapping[str, Sequence[StoredFile]] | None = None,
) -> Ticket:
    """Keep the cleaned answers, write the message if there is one, and let the process go on, once per `key`.

    Raises Refused when the activity no longer opens this dialog to this side.
    """
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if Message.objects.filter(key=key, ticket=ticket).exists():
            return change.ticket
        side: engine.Actor = "agent" if as_desk else "customer"
        offered = {item.id: item for item in dialogs_for(change.ticket, side, by)}
        if not change.ticket.is_open or dialog not in offered:
            raise Refused(_("This step was already done, or the ticket moved on. See what changed and try again."))
        is_note = as_desk and offered[dialog].internal
        message = write_message(
            change,
            key=key,
            kind=MessageKind.NOTE if is_note else MessageKind.REPLY,
            channel=Channel.DESK if as_desk else Channel.PORTAL,
            body=body,
            is_from_desk=as_desk,
            files=files,
            answers=answers,
            dialog=dialog,
        )
        change.record("ticket.dialog_submitted", is_public=not is_note, message=message.pk, dialog=dialog, by=side)
        if not is_note:
            change.tell()
            _pass_turn(change, as_desk=as_desk)
        automation.wake(change, engine.DialogSubmitted(dialog=dialog, values=values, by=side))
        if as_desk and not is_note and change.ticket.state.kind in {StateKind.RESOLVED, StateKind.CLOSED}:
            change.ticket.solution = message
        change.save()
    return change.ticket


def _pass_turn(change: Change, *, as_desk: bool) -> None:
    """A step filled in is an answer: the desk's first one keeps its promise, a customer's gives the desk its turn.

    Before the process goes on, which may put a state of its own.
    """
    ticket = change.ticket
    if as_desk:
        promises.desk_answered(ticket, now=change.now)
        return
    promises.customer_spoke(ticket, now=change.now)
    if ticket.state.turn == Turn.CUSTOMER:
        with change.automatically():
            put_state(change, State.default(StateKind.OPEN))
