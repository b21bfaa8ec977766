"""The reply box under the conversation."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.front.draft_boxes import Box
from balcao.front.drafts import revision_of, too_long
from balcao.front.sent_once import key_of
from balcao.front.uploads import take_uploads
from balcao.lib.refused import Refused
from balcao.portal.on_ticket import back_to, on_ticket
from balcao.portal.ticket_page import page_of
from balcao.tickets.access import PortalView
from balcao.tickets.actions.reply import reply as send_reply
from balcao.tickets.reopening import refuse_closed_meanwhile


@require_POST
@on_ticket
def reply(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Send once per `key`; what cannot be sent comes back as it was typed."""
    reader, ticket = request.reader, found.ticket
    body = request.POST.get("body", "").replace("\0", "")
    taken = take_uploads(request.POST, request.FILES, "files", by=reader.user, now=reader.now)
    key, problems = key_of(request), [*taken.problems, *too_long(body, is_from_desk=False)]
    if not problems:
        try:
            if request.POST.get("open") == "1":
                refuse_closed_meanwhile(ticket)
            message = send_reply(
                ticket=ticket, by=reader.user, as_desk=False, body=body, key=key, now=reader.now, files=taken.files
            )
            return back_to(request, ticket, f"#m-{message.pk}")
        except Refused as refusal:
            problems = [refusal.message]
    return _again(request, found, Box(key, body, taken.files, problems, f"reply:{ticket.number}", revision_of(request)))


def _again(request: ReaderRequest, found: PortalView, draft: Box) -> HttpResponse:
    return render(request, "portal/ticket.html", page_of(request, found, draft), status=422)
