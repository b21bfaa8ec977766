"""One ticket: where it is, whose turn it is, and the conversation."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest
from balcao.portal.on_ticket import on_ticket
from balcao.portal.ticket_page import page_of
from balcao.tickets.access import PortalView


@require_safe
@on_ticket
def ticket(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Looking changes nothing: the open page marks itself read by a POST."""
    return render(request, "portal/ticket.html", page_of(request, found))
