"""The desk: the rail, a list, and the ticket that is open."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from balcao.desk.pages import show_list, show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.tickets.desk_counts import count_tickets
from balcao.tickets.desk_listing import View, place_of


@require_GET
@agent_required
def inbox(request: ReaderRequest) -> HttpResponseBase:
    """The agent's own queue, or what nobody has taken yet when that is empty."""
    counts = count_tickets(request.reader.user, request.reader.now)
    view = View.MINE if counts.views[View.MINE] else View.UNASSIGNED
    return redirect("desk:place", place=view.value)


@require_GET
@agent_required
def place(request: ReaderRequest, place: str) -> HttpResponseBase:
    """A list with no ticket open."""
    return show_list(request, place_of(request.reader.user, place))


@require_GET
@agent_required
def ticket(request: ReaderRequest, number: int) -> HttpResponseBase:
    """A ticket beside the list it was chosen from (`?lista=`)."""
    return show_ticket(request, number)
