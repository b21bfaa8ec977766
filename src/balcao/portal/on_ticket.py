"""Around each view of one ticket: the ticket, or a page that does not say whether it exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.front.access import ReaderRequest, customer_required
from balcao.front.redirects import send_to
from balcao.lib.refused import Refused
from balcao.tickets.access import PortalView, portal_ticket
from balcao.tickets.models import Ticket

P = ParamSpec("P")
TicketViewFunction = Callable[Concatenate[ReaderRequest, PortalView, P], HttpResponseBase]


def on_ticket(view: TicketViewFunction[P]) -> Callable[..., HttpResponseBase]:
    """The view gets the ticket with the `number` of the address as the reader sees it."""

    @customer_required
    @wraps(cast("Callable[..., HttpResponseBase]", view))
    def guarded(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            found = portal_ticket(request.reader.user, kwargs.pop("number"))
        except Http404:
            return render(request, "portal/no_access.html", status=404)
        return view(request, found, *args, **kwargs)

    return guarded


def back_to(request: ReaderRequest, ticket: Ticket, anchor: str = "") -> HttpResponseBase:
    """The page of the ticket, after something was done to it."""
    return send_to(request, f"{reverse('ticket', args=[ticket.number])}{anchor}")


def refuse_onlookers(found: PortalView) -> None:
    """Raises Refused for who only has sight of the ticket."""
    if not found.may_act:
        raise Refused(_("Only people on this ticket, and managers of the company, can do this."))
