"""Meus Tickets: Todos, Abertos, Fechados."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, customer_required
from balcao.people.models import Membership
from balcao.portal.asked import asked, is_filtered, text_asked
from balcao.portal.export import table
from balcao.portal.filters import FiltersForm, address, are_filters_open, chips, counted, tabs
from balcao.portal.rows import shown
from balcao.search.snippets import snippets
from balcao.search.words import number_in
from balcao.tickets.access import portal_ticket
from balcao.tickets.listing import COUNTED, PAGE, Wanted, count_of, page_of


@require_safe
@customer_required
def tickets(request: ReaderRequest) -> HttpResponseBase:
    """The list; a number that is a ticket of the reader's leads straight to it."""
    reader, text = request.reader, text_asked(request.GET)
    assert reader.membership is not None
    number = number_in(text)
    if number is not None and _is_visible(request, number):
        return redirect("ticket", number)
    wanted = asked(request.GET, reader.membership, reader.now)
    context = _listing(request, reader.membership, wanted, text)
    if request.htmx and wanted.after:
        return render(request, "portal/tickets_more.html", context)
    context |= {
        "section": "tickets",
        "tabs": tabs(request.GET, reader.membership, wanted),
        "chips": chips(request.GET, reader.membership, wanted),
        "form": FiltersForm(request.GET, reader.membership, wanted) if are_filters_open(request.GET) else None,
        "filters_href": address(request.GET, filters="" if request.GET.get("filters") else "1"),
        "kept": [(key, value) for key, value in request.GET.items() if key not in {"q", "after", "page"} and value],
    }
    return render(request, "portal/tickets.html", context)


@require_safe
@customer_required
def tickets_csv(request: ReaderRequest) -> HttpResponseBase:
    """The whole list as a file, whatever its length."""
    reader = request.reader
    assert reader.membership is not None
    wanted = replace(asked(request.GET, reader.membership, reader.now), after="")
    zone = timezone.get_current_timezone()
    lines = table(reader.membership, wanted, reader=reader.user, language=reader.language, zone=zone)
    name = f"tickets-{timezone.localtime(reader.now):%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _listing(request: ReaderRequest, membership: Membership, wanted: Wanted, text: str) -> dict[str, Any]:
    page = page_of(membership, wanted)
    found = snippets(text, [row.ticket.pk for row in page.rows]) if text else {}
    several = wanted.scope != "own"
    number = max(_page_number(request.GET.get("page", "")), 1) if wanted.after else 1
    is_whole = not page.after and not wanted.after
    total = len(page.rows) if is_whole else count_of(membership, wanted)
    more = address(request.GET, after=page.after, page=str(number + 1)) if page.after else ""
    return {
        "wanted": wanted,
        "text": text,
        "is_filtered": is_filtered(wanted),
        "rows": [
            shown(row, reader=request.reader.user, snippet=found.get(row.ticket.pk, ""), with_requester=several)
            for row in page.rows
        ],
        "shown": min((number - 1) * PAGE + len(page.rows), max(total, len(page.rows))),
        "total": counted(total),
        "is_counted": total < COUNTED,
        "more_href": more,
        "csv_query": address(request.GET),
    }


def _page_number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _is_visible(request: ReaderRequest, number: int) -> bool:
    try:
        portal_ticket(request.reader.user, number)
    except Http404:
        return False
    return True
