"""The seconds in which an answer could be taken back are over: it becomes a message, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.reply import reply
from balcao.tickets.changes import lock
from balcao.tickets.draft_places import place_named, place_of
from balcao.tickets.models import Channel, Draft, DraftKind, DraftStatus, Message, State, StateKind, Ticket
from balcao.tickets.reopening import refuse_closed_meanwhile


def release_draft(*, key: UUID, now: datetime) -> Message | None:
    """Reply or note in its author's name; None when it was undone, is not due, or is a message already.

    Message and end of the draft are one transaction: a worker that dies in between leaves the draft as it was. What is
    refused by now stays a draft, with the reason in its author's language.
    """
    draft = Draft.objects.select_related("author").filter(pk=key, status=DraftStatus.SENDING).first()
    if draft is None or draft.ticket_id is None:
        return None
    with translation.override(draft.author.language), transaction.atomic():
        # The ticket first, as every verb on it does: two locks in two orders could wait for each other.
        ticket = lock(Ticket(pk=draft.ticket_id))
        current = Draft.objects.select_for_update().filter(pk=key, status=DraftStatus.SENDING).first()
        if current is None or current.send_at is None or current.send_at > now:
            return None
        current.author = draft.author
        try:
            with transaction.atomic():
                return _send(current, ticket, now)
        except Refused as refusal:
            _keep(current, refusal.message, now)
        except Http404:
            _keep(current, _("You no longer have access to this ticket."), now)
    return None


def _send(draft: Draft, ticket: Ticket, now: datetime) -> Message:
    by = draft.author
    if not by.is_active:
        raise Http404
    draft.ticket = ticket
    place_named(by, place_of(draft).name)
    files, body = draft.files_of("files"), draft.typed("body")
    if draft.kind == DraftKind.NOTE:
        return add_note(ticket=ticket, by=by, body=body, key=draft.pk, now=now, files=files)
    if draft.typed("open") == "1":
        refuse_closed_meanwhile(ticket)
    return reply(
        ticket=ticket,
        by=by,
        as_desk=draft.is_from_desk,
        body=body,
        key=draft.pk,
        now=now,
        files=files,
        state=_state(draft) if draft.is_from_desk else None,
        channel=Channel.DESK if draft.is_from_desk else Channel.PORTAL,
    )


def _state(draft: Draft) -> State | None:
    return State.objects.exclude(kind=StateKind.MERGED).filter(slug=draft.typed("state")).first()


def _keep(draft: Draft, reason: str, now: datetime) -> None:
    draft.status, draft.send_at, draft.refusal, draft.updated_at = DraftStatus.REFUSED, None, reason[:500], now
    draft.revision += 1
    draft.save()
