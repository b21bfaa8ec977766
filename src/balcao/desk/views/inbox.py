"""The desk: the rail, a list, and the ticket that is open."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from balcao.desk.rail import groups, listed, rail, title_of
from balcao.desk.work import work
from balcao.front.access import ReaderRequest, agent_required
from balcao.tickets.access import desk_ticket
from balcao.tickets.desk_listing import Place, View, count_tickets, place_of

MOST_TYPED = 200


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
    return render(request, "desk/desk.html", page(request, place_of(request.reader.user, place), None))


@require_GET
@agent_required
def ticket(request: ReaderRequest, number: int) -> HttpResponseBase:
    """A ticket beside the list it was chosen from (`?lista=`)."""
    return show_ticket(request, number)


def show_ticket(request: ReaderRequest, number: int, *, status: int = 200, **changed: Any) -> HttpResponse:
    """The ticket's page; `changed` is what a form that was refused puts back (texts, files, errors)."""
    reader = request.reader
    view = desk_ticket(reader.user, number)
    context = page(request, _place_beside(request), number) | work(reader, view) | changed
    return render(request, "desk/desk.html", context, status=status)


def page(request: ReaderRequest, place: Place, number: int | None) -> dict[str, Any]:
    """What every page of the desk shows: rail and list."""
    reader = request.reader
    words = request.GET.get("q", "")[:MOST_TYPED]
    found = listed(reader, place, after=request.GET.get("after", ""), words=words)
    return {
        "section": "desk",
        "place": place,
        "title": title_of(place),
        "words_typed": words,
        "groups": groups(reader, place, found.tickets, number=number),
        "after": found.after,
        "list_action": reverse("desk:place", args=[place.slug]),
        "rail": rail(reader, place),
    }


def _place_beside(request: ReaderRequest) -> Place:
    """The list named in the address; the open tickets when it is none that this agent has."""
    try:
        return place_of(request.reader.user, request.GET.get("lista", ""))
    except Http404:
        return Place(View.OPEN.value, view=View.OPEN)
