"""Pages of the desk as answers: the whole one, or the part that an open page asks for."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from balcao.desk.boxes import boxes_of
from balcao.desk.parts import LIST, TICKET, wants
from balcao.desk.rail import groups, listed, rail, title_of
from balcao.desk.sieve import sieve
from balcao.desk.undoing import undo_offered
from balcao.desk.work import work
from balcao.front.access import ReaderRequest
from balcao.front.draft_boxes import Box
from balcao.front.reader import Reader
from balcao.tickets.access import desk_ticket, queue_rights
from balcao.tickets.desk_filters import Filters, filters_of
from balcao.tickets.desk_listing import Place, View, place_of

MOST_TYPED = 200


def show_list(request: ReaderRequest, place: Place) -> HttpResponse:
    """A list with no ticket open."""
    template = "desk/list_part.html" if wants(request, LIST) else "desk/desk.html"
    return render(request, template, _place(request, place) | _list(request, place, None))


def show_ticket(
    request: ReaderRequest,
    number: int,
    *,
    status: int = 200,
    reply: Box | None = None,
    note: Box | None = None,
    **changed: Any,
) -> HttpResponse:
    """The ticket beside its list; `reply`, `note` and `changed` are what a form that was refused puts back."""
    reader = request.reader
    view = desk_ticket(reader.user, number)
    place = _place_beside(request)
    context = _place(request, place) | work(reader, view)
    if view.may_write:
        context |= boxes_of(request, view.ticket, context["states"], reply=reply, note=note)
    context |= changed
    if wants(request, TICKET):
        row = groups(reader, [view.ticket], beside=_beside(request, place), number=number)[0].rows[0]
        return render(request, "desk/part.html", context | {"row": row}, status=status)
    return render(request, "desk/desk.html", _list(request, place, number) | context, status=status)


def next_beside(request: ReaderRequest, number: int) -> str | None:
    """Where the ticket after this one in the list at hand is; None after the last."""
    place, beside = _place_beside(request), _beside(request, _place_beside(request))
    words, after = request.GET.get("q", "")[:MOST_TYPED], request.GET.get("after", "")
    found = listed(request.reader, place, after=after, words=words, filters=filters_of(request.GET))
    numbers = [ticket.number for ticket in found.tickets]
    following = numbers[numbers.index(number) + 1 :][:1] if number in numbers else numbers[:1]
    return f"{reverse('desk:ticket', args=following)}?{beside}" if following else None


def _place(request: ReaderRequest, place: Place) -> dict[str, Any]:
    return {
        "section": "desk",
        "place": place,
        "title": title_of(place),
        "list_action": reverse("desk:place", args=[place.slug]),
        "undo": undo_offered(request),
    }


def _list(request: ReaderRequest, place: Place, number: int | None) -> dict[str, Any]:
    """Rail and list."""
    reader = request.reader
    words, filters = request.GET.get("q", "")[:MOST_TYPED], filters_of(request.GET)
    address, beside = reverse("desk:place", args=[place.slug]), _beside(request, place)
    found = listed(reader, place, after=request.GET.get("after", ""), words=words, filters=filters_of(request.GET))
    return {
        "words_typed": words,
        "groups": groups(reader, found.tickets, beside=beside, number=number),
        "beside": beside,
        "list_href": f"{address}?{query}" if (query := _query(words, filters)) else address,
        "more_query": _query(words, filters, found.after),
        "filter_pairs": filters.pairs(),
        "sieve": sieve(reader, place, filters, request.GET),
        "after": found.after,
        "queue_ids": " ".join(str(pk) for pk in sorted(_listened(reader, place))),
        "rail": rail(reader, place, filters.query()),
    }


def _listened(reader: Reader, place: Place) -> list[int]:
    """Queues whose changes may change the list."""
    return [place.queue.pk] if place.queue is not None else list(queue_rights(reader.user))


def _query(words: str, filters: Filters, after: str = "") -> str:
    pairs = [*filters.pairs(), *((key, value) for key, value in (("q", words), ("after", after)) if value)]
    return urlencode(pairs)


def _beside(request: ReaderRequest, place: Place) -> str:
    """The list as it stands in the addresses of its tickets, filters and page included."""
    words, after = request.GET.get("q", "")[:MOST_TYPED], request.GET.get("after", "")[:MOST_TYPED]
    query = _query(words, filters_of(request.GET), after)
    return urlencode({"lista": place.slug}, safe=":") + (f"&{query}" if query else "")


def _place_beside(request: ReaderRequest) -> Place:
    """The list named in the address; the open tickets when it is none that this agent has."""
    try:
        return place_of(request.reader.user, request.GET.get("lista", ""))
    except Http404:
        return Place(View.OPEN.value, view=View.OPEN)
