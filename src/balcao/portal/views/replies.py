"""The reply box under the conversation."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.front.sent_once import key_of
from balcao.front.uploads import take_uploads
from balcao.lib.refused import Refused
from balcao.portal.on_ticket import back_to, on_ticket
from balcao.portal.ticket_page import Draft, page_of
from balcao.tickets.access import PortalView
from balcao.tickets.actions.reply import reply as send_reply

LONGEST = 20_000


@require_POST
@on_ticket
def reply(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Send once per `key`; what cannot be sent comes back as it was typed."""
    reader, ticket = request.reader, found.ticket
    body = request.POST.get("body", "").replace("\0", "")
    taken = take_uploads(request.POST, request.FILES, "files", by=reader.user, now=reader.now)
    key, problems = key_of(request), list(taken.problems)
    if len(body) > LONGEST:
        problems.append(
            _("Write at most %(limit)s characters, or send the rest as a file.")
            % {"limit": number_format(LONGEST, force_grouping=True)}
        )
    if not problems and ticket.closed_at is not None and request.POST.get("open") == "1":
        problems.append(_("This ticket was closed while you were writing. Your text is kept: send it to reopen."))
    if not problems:
        try:
            message = send_reply(
                ticket=ticket, by=reader.user, as_desk=False, body=body, key=key, now=reader.now, files=taken.files
            )
            return back_to(request, ticket, f"#m-{message.pk}")
        except Refused as refusal:
            problems = [refusal.message]
    return _again(request, found, Draft(key, body, taken.files, problems))


def _again(request: ReaderRequest, found: PortalView, draft: Draft) -> HttpResponse:
    return render(request, "portal/ticket.html", page_of(request, found, draft), status=422)
