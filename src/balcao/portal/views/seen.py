"""An agent looks at a ticket as its customer sees it: read only, and written into the ticket's history."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from balcao.front.access import ReaderRequest, agent_required
from balcao.front.reader import Reader
from balcao.front.redirects import send_to
from balcao.people.models import User
from balcao.portal.ticket_page import page_of
from balcao.tickets.access import desk_ticket, portal_ticket
from balcao.tickets.actions.see_as_customer import see_as_customer

LOOKING = "seen_as_customer"
"""Session key: which ticket, until when."""
FOR = timedelta(minutes=10)


class CustomersReader(Reader):
    """The requester in the place of the agent, for the page's values only: the session stays the agent's."""

    def __init__(self, request: ReaderRequest, customer: User) -> None:
        super().__init__(request, request.reader.language)
        self.now = request.reader.now
        self._customer = customer

    @property
    def user(self) -> User:
        return self._customer


@require_POST
@agent_required
def look(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Write down that this agent looks, and show the page for ten minutes."""
    me, now = request.reader.user, request.reader.now
    see_as_customer(ticket=desk_ticket(me, number).ticket, by=me, now=now)
    request.session[LOOKING] = {"number": number, "until": (now + FOR).isoformat()}
    return send_to(request, reverse("seen_as_customer", args=[number]))


@require_GET
@agent_required
def seen(request: ReaderRequest, number: int) -> HttpResponse:
    """The requester's page. Raises Http404 unless this agent has just asked for it."""
    agent = request.reader.user
    asked: dict[str, Any] = request.session.get(LOOKING) or {}
    is_asked = asked.get("number") == number and request.reader.now < datetime.fromisoformat(asked["until"])
    ticket = desk_ticket(agent, number).ticket
    if not is_asked:
        raise Http404
    found = portal_ticket(ticket.requester, number)
    before, request.reader = request.reader, CustomersReader(request, ticket.requester)
    try:
        page = page_of(request, replace(found, may_act=False))
    finally:
        request.reader = before
    page |= {"section": "desk", "news_event_id": None, "looked_at_for": ticket.requester}
    return render(request, "portal/ticket.html", page)
