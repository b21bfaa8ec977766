"""A ticket was read: sent by the open page, or with its button."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.portal.on_ticket import back_to, on_ticket
from balcao.tickets.access import PortalView
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.mark_unread import mark_unread


@require_POST
@on_ticket
def reading(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Up to the news that the page knew; what came after it stays new. With `unread`, the latest is new again."""
    value = request.POST.get("up_to", "")
    up_to = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None
    if request.POST.get("unread"):
        mark_unread(ticket=found.ticket, by=request.reader.user)
    else:
        mark_read(ticket=found.ticket, by=request.reader.user, up_to=up_to)
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return HttpResponse(status=204)
    return back_to(request, found.ticket)
