"""Pages of the desk as answers: the whole one, or the part that an open page asks for."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from balcao.desk.boxes import boxes_of
from balcao.desk.parts import LIST, TICKET, wants
from balcao.desk.picking import picking
from balcao.desk.rail import Line, groups, listed, rail, title_of
from balcao.desk.sieve import sieve
from balcao.desk.undoing import undo_offered
from balcao.desk.work import work
from balcao.front.access import ReaderRequest
from balcao.front.draft_boxes import Box
from balcao.tickets.access import DeskView, desk_ticket, one_page, queue_rights
from balcao.tickets.desk_filters import Filters, filters_of
from balcao.tickets.desk_listing import Place, View, place_of, still_listed

MOST_TYPED = 200


def show_list(request: ReaderRequest, place: Place) -> HttpResponse:
    """A list with no ticket open."""
    template = "desk/list_part.html" if wants(request, LIST) else "desk/desk.html"
    with one_page():
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
    with one_page():
        view = desk_ticket(request.reader.user, number)
        place = _place_beside(request)
        context = _place(request, place) | work(request.reader, view)
        if view.may_write:
            shown = {"seen": context["seen_message"], "used": context["panel"].drafts}
            context |= boxes_of(request, view.ticket, context["states"], **shown, reply=reply, note=note)
        return _answer(request, view, place, context | changed, status)


def _answer(request: ReaderRequest, view: DeskView, place: Place, context: dict[str, Any], status: int) -> HttpResponse:
    number = view.ticket.number
    if wants(request, TICKET):
        made = groups(
            request.reader, [view.ticket], beside=_beside(request, place), number=number, may_pick=view.may_write
        )
        context |= rail_of(request) if request.method == "POST" else {}
        return render(request, "desk/part.html", context | {"lines": made[0].lines}, status=status)
    return render(request, "desk/desk.html", _list(request, place, number) | context, status=status)


def next_beside(request: ReaderRequest, number: int) -> str | None:
    """Where the ticket after this one in the list at hand is; None after the last."""
    place, beside = _place_beside(request), _beside(request, _place_beside(request))
    words, after = request.GET.get("q", "")[:MOST_TYPED], request.GET.get("after", "")
    found = listed(request.reader, place, after=after, words=words, filters=filters_of(request.GET))
    numbers = [ticket.number for ticket in found.tickets]
    following = numbers[numbers.index(number) + 1 :][:1] if number in numbers else numbers[:1]
    return f"{reverse('desk:ticket', args=following)}?{beside}" if following else None


def lines_of(request: ReaderRequest, ids: Sequence[int]) -> list[Line]:
    """Rows of the list at hand for those of the tickets with these ids that stand in it."""
    reader, place = request.reader, _place_beside(request)
    found = still_listed(reader.user, place, ids, now=reader.now, filters=filters_of(request.GET))
    made = groups(reader, found, beside=_beside(request, place), number=None, may_pick=True)
    return [line for group in made for line in group.lines]


def rail_of(request: ReaderRequest) -> dict[str, Any]:
    """The rail of the list at hand, with its numbers as they are after the agent's own deed."""
    place = _place_beside(request)
    return {"place": place, "rail": rail(request.reader, place, filters_of(request.GET).query())}


def list_beside(request: ReaderRequest) -> str:
    """The address of the list that the query names; the desk's first page when it names none."""
    if "lista" not in request.GET:
        return reverse("desk:inbox")
    words, after = request.GET.get("q", "")[:MOST_TYPED], request.GET.get("after", "")[:MOST_TYPED]
    query = _query(words, filters_of(request.GET), after)
    address = reverse("desk:place", args=[_place_beside(request).slug])
    return f"{address}?{query}" if query else address


def _place(request: ReaderRequest, place: Place) -> dict[str, Any]:
    return {
        "section": "desk",
        "place": place,
        "title": title_of(place),
        "list_action": reverse("desk:place", args=[place.slug]),
        "undo": undo_offered(request),
        "beside": _beside(request, place),
    }


def _list(request: ReaderRequest, place: Place, number: int | None) -> dict[str, Any]:
    """Rail and list."""
    reader, rights = request.reader, queue_rights(request.reader.user)
    words, filters = request.GET.get("q", "")[:MOST_TYPED], filters_of(request.GET)
    address, beside = reverse("desk:place", args=[place.slug]), _beside(request, place)
    found = listed(reader, place, after=request.GET.get("after", ""), words=words, filters=filters)
    # Queues whose changes may change the list, and whose tickets it may hold.
    listened = {place.queue.pk: rights.get(place.queue.pk, 0)} if place.queue is not None else rights
    bar = picking(reader, listened)
    return {
        "words_typed": words,
        "groups": groups(reader, found.tickets, beside=beside, number=number, may_pick=bar is not None),
        "picking": bar,
        "list_href": f"{address}?{query}" if (query := _query(words, filters)) else address,
        "more_query": _query(words, filters, found.after),
        "filter_pairs": filters.pairs(),
        "sieve": sieve(reader, place, filters, request.GET),
        "after": found.after,
        "queue_ids": " ".join(str(pk) for pk in sorted(listened)),
        "rail": rail(reader, place, filters.query()),
    }


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
