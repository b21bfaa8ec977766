"""One thing done to many tickets, its progress, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.undoing import offer_for, take_back
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import came_from, send_to
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket, desk_tickets
from balcao.tickets.acts.perform import MOST, act_on, may_undo, outcome
from balcao.tickets.acts.steps import say_steps
from balcao.tickets.canned import macros_for
from balcao.tickets.models import Act, Right, Ticket

PLAIN = ("queue", "state", "priority", "until", "reason")
"""Inputs that are a step's own as they are."""


@require_POST
@agent_required
def bulk(request: ReaderRequest) -> HttpResponseBase:
    """Do one step to the tickets `number`: `do` is its kind, the other inputs are the step's own."""
    tickets = _tickets(request)
    act = act_on(
        tickets=tickets, steps=[step_of(request)], by=request.reader.user, key=key_of(request), clock=timezone.now
    )
    _tell(request, act)
    return send_to(request, came_from(request, "/atendimento/"))


@require_GET
@agent_required
def progress(request: ReaderRequest, key: UUID) -> HttpResponse:
    """How far an act is, for the bar that follows it: {total, done, waiting, problems, undo}."""
    act = _own(request, key)
    return JsonResponse({**outcome(act), "undo": may_undo(act, request.reader.now)})


@require_POST
@agent_required
def undo(request: ReaderRequest, key: UUID) -> HttpResponseBase:
    """Take back what was done last."""
    try:
        said = take_back(request, key)
    except LookupError as error:
        raise Http404 from error
    messages.success(request, said)
    return send_to(request, came_from(request, "/atendimento/"))


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
    act = act_on(tickets=[ticket], steps=chosen.steps, by=request.reader.user, key=key_of(request), clock=timezone.now)
    for _number, problem in outcome(act)["problems"]:
        raise Refused(problem)
    offer_for(request, act, _("Macro “%(name)s” was run.") % {"name": chosen.name})
    return back_to_ticket(request, number)


def step_of(request: ReaderRequest) -> dict[str, Any]:
    """The step that the form's inputs mean; whether it can be meant is the domain's to say."""
    kind, posted = request.POST.get("do", ""), request.POST
    match kind:
        case "assign":
            to = posted.get("to", "")
            return {"do": kind, "to": int(to) if to.isascii() and to.isdigit() and len(to) < 16 else (to or None)}
        case "tag" | "untag":
            return {"do": kind, "names": [name for name in posted.get("names", "").split(",") if name.strip()]}
        case "note" | "reply":
            return {"do": kind, "texts": {request.reader.language: posted.get("text", "")}}
    return {"do": kind, **{name: posted[name] for name in PLAIN if name in posted}}


def _tickets(request: ReaderRequest) -> list[Ticket]:
    """Those of the posted numbers that the agent may see."""
    typed = request.POST.getlist("number")[: MOST + 1]
    numbers = [int(number) for number in typed if number.isascii() and number.isdigit() and len(number) < 19]
    if not numbers:
        raise Refused(_("Choose at least one ticket."))
    return list(desk_tickets(request.reader.user).filter(number__in=numbers).order_by("id"))


def _tell(request: ReaderRequest, act: Act) -> None:
    found = outcome(act)
    for number, problem in found["problems"]:
        messages.error(request, f"{number}: {problem}")
    if found["waiting"]:
        said = ngettext("%(count)d ticket is being changed.", "%(count)d tickets are being changed.", found["total"])
        request.session["desk_act"] = str(act.key)
    else:
        said = ngettext("%(count)d ticket was changed.", "%(count)d tickets were changed.", found["done"])
    count = found["total"] if found["waiting"] else found["done"]
    if count:
        text = said % {"count": count}
        messages.success(request, text)
        offer_for(request, act, text)


def _own(request: ReaderRequest, key: UUID) -> Act:
    act = Act.objects.filter(key=key, by=request.reader.user).first()
    if act is None:
        raise Http404
    return act
