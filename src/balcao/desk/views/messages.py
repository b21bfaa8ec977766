"""Answers to the customer and notes for the team: two boxes, two verbs."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.choices import state_named
from balcao.desk.views.inbox import show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.sent_once import key_of
from balcao.front.uploads import Taken, take_uploads
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Channel, Right

MOST_WRITTEN = 100_000
"""Characters of one message."""


@require_POST
@agent_required
def reply_to_customer(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Answer, and leave the ticket in the state that was chosen, if any."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    taken, body = _sent(request)
    state = state_named(request.POST.get("state", ""))
    errors = list(taken.problems) + _too_long(body)
    if not errors:
        try:
            message = reply(
                ticket=ticket,
                by=request.reader.user,
                as_desk=True,
                body=body,
                key=key_of(request),
                now=request.reader.now,
                files=taken.files,
                state=state,
                channel=Channel.DESK,
            )
            return back_to_ticket(request, number, f"#m-{message.pk}")
        except Refused as refusal:
            errors.append(refusal.message)
    return show_ticket(
        request,
        number,
        status=422,
        reply_body=body,
        reply_errors=errors,
        reply_kept=taken.files,
        reply_key=key_of(request),
        chosen_state=state.slug if state else "",
    )


@require_POST
@agent_required
def note(request: ReaderRequest, number: int) -> HttpResponseBase:
    """An internal note; the customer never sees it."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    body = request.POST.get("body", "")
    errors = _too_long(body)
    if not errors:
        try:
            message = add_note(
                ticket=ticket, by=request.reader.user, body=body, key=key_of(request), now=request.reader.now
            )
            return back_to_ticket(request, number, f"#m-{message.pk}")
        except Refused as refusal:
            errors.append(refusal.message)
    return show_ticket(request, number, status=422, note_body=body, note_errors=errors, note_key=key_of(request))


def _sent(request: ReaderRequest) -> tuple[Taken, str]:
    taken = take_uploads(request.POST, request.FILES, "files", by=request.reader.user, now=request.reader.now)
    return taken, request.POST.get("body", "")


def _too_long(body: str) -> list[str]:
    if len(body) <= MOST_WRITTEN:
        return []
    values = {"count": len(body), "limit": MOST_WRITTEN}
    return [_("The text has %(count)d characters; the limit is %(limit)d.") % values]
