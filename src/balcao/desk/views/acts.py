"""One thing done to the tickets chosen in a list, its progress, and taking it back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.desk.acting import act_on_many, step_of
from balcao.desk.pages import lines_of, list_beside, rail_of
from balcao.desk.parts import ACT, wants
from balcao.desk.undoing import follow, take_back, undo_offered
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import came_from, send_to
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_tickets
from balcao.tickets.acts.perform import MOST
from balcao.tickets.models import Act, Ticket


@require_POST
@agent_required
def bulk(request: ReaderRequest) -> HttpResponseBase:
    """Do one step to the tickets `number`; `do` says which (`acting.step_of`), or `join`: two become one."""
    tickets = _tickets(request)
    if request.POST.get("do") == "join":
        return send_to(request, _joining(tickets))
    act = act_on_many(request, tickets, step_of(request))
    found = follow(request, act)
    if wants(request, ACT):
        return _part(request, act, found)
    for numbers, problem in found["refusals"]:
        messages.error(request, f"{', '.join(map(str, numbers))}: {problem}")
    return send_to(request, came_from(request, list_beside(request)))


@require_GET
@agent_required
def progress(request: ReaderRequest, key: UUID) -> HttpResponse:
    """How far an act is, and what was refused: for the bar that follows it, or as a page."""
    act = _own(request, key)
    found = follow(request, act)
    if wants(request, ACT):
        return _part(request, act, found)
    context = {"section": "desk", "act": act, "found": found, "undo": undo_offered(request)}
    return render(request, "desk/act.html", context | {"back": list_beside(request)})


@require_POST
@agent_required
def undo(request: ReaderRequest, key: UUID) -> HttpResponseBase:
    """Take back what was done last."""
    try:
        said = take_back(request, key)
    except LookupError as error:
        raise Http404 from error
    act = Act.objects.filter(key=key, by=request.reader.user).first()
    if act is not None and wants(request, ACT):
        return _part(request, act, {"text": said, "refusals": []})
    messages.success(request, said)
    return send_to(request, came_from(request, list_beside(request)))


def _part(request: ReaderRequest, act: Act, found: dict[str, Any]) -> HttpResponse:
    """What an open list changes by itself: the words, the offer, and its rows as they are by now."""
    numbers = dict(act.items.values_list("ticket_id", "ticket__number"))
    refused = {number for numbers, _problem in found["refusals"] for number in numbers}
    context = {
        "found": found,
        "undo": undo_offered(request),
        "tickets": " ".join(map(str, numbers)),
        "numbers": " ".join(str(number) for number in numbers.values()),
        "refused": " ".join(str(number) for number in sorted(refused)),
        "lines": [] if found.get("waiting") else lines_of(request, list(numbers)),
        "next_key": uuid4(),
    }
    if not found.get("waiting"):
        context |= rail_of(request)
    return render(request, "desk/acted.html", context)


def _tickets(request: ReaderRequest) -> list[Ticket]:
    """The tickets chosen that the agent may see; of others nothing is said. Raises Refused for none."""
    typed = request.POST.getlist("number")[: MOST + 1]
    numbers = [int(number) for number in typed if number.isascii() and number.isdigit() and len(number) < 19]
    if not numbers:
        raise Refused(_("Choose at least one ticket."))
    return list(desk_tickets(request.reader.user).filter(number__in=numbers).order_by("id"))


def _joining(tickets: list[Ticket]) -> str:
    """The preview of joining the newer of two to the older. Raises Refused for any other number of tickets."""
    if len(tickets) != 2:
        raise Refused(_("Choose two tickets to join."))
    older, newer = tickets
    return f"{reverse('desk:joining', args=[newer.number])}?com={older.number}"


def _own(request: ReaderRequest, key: UUID) -> Act:
    act = Act.objects.filter(key=key, by=request.reader.user).first()
    if act is None:
        raise Http404
    return act
