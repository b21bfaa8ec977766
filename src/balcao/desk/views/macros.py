"""Macros: several steps under one name, told before they are done."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.undoing import offer_for
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket
from balcao.tickets.acts.perform import act_on, outcome
from balcao.tickets.acts.steps import say_steps, seen_by
from balcao.tickets.canned import macros_for
from balcao.tickets.models import Right


@require_GET
@agent_required
def macro_preview(request: ReaderRequest, number: int, pk: int) -> HttpResponse:
    """What a macro would do to this ticket, in words, with the button that does it."""
    view = desk_ticket(request.reader.user, number, Right.WRITE)
    macro = next((one for one in macros_for(request.reader.user) if one.pk == pk), None)
    if macro is None:
        raise Http404
    context = {
        "section": "desk",
        "ticket": view.ticket,
        "macro": macro,
        "sentences": say_steps(macro.steps, request.reader.user),
        "key": key_of(request),
    }
    return render(request, "desk/macro.html", context)


@require_POST
@agent_required
def macro(request: ReaderRequest, number: int, pk: int) -> HttpResponseBase:
    """Run a macro on the ticket, once."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    chosen = next((one for one in macros_for(request.reader.user) if one.pk == pk), None)
    if chosen is None:
        raise Http404
    steps = _as_seen(chosen.steps, request.POST.get("seen"))
    act = act_on(tickets=[ticket], steps=steps, by=request.reader.user, key=key_of(request), clock=timezone.now)
    for _number, problem in outcome(act)["problems"]:
        raise Refused(problem)
    offer_for(request, act, _("Macro “%(name)s” was run.") % {"name": chosen.name})
    return back_to_ticket(request, number)


def _as_seen(steps: list[dict[str, Any]], seen: str | None) -> list[dict[str, Any]]:
    """`seen`: the agent whom the preview showed, "" for nobody; None when there was no preview."""
    if seen is None:
        return steps
    return seen_by(steps, int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 15 else None)
