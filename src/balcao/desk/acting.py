"""What a form of the desk asks for, as acts that can be taken back for ten seconds and are told after them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from balcao.desk.undoing import offer_for
from balcao.front.access import ReaderRequest
from balcao.front.sent_once import key_of
from balcao.lib.natural_dates import understood
from balcao.lib.refused import Refused
from balcao.tickets.acts.perform import act_on, outcome
from balcao.tickets.desk_counts import forget_counts
from balcao.tickets.models import Act, Ticket

VALUE_OF = {"assign": "to", "queue": "queue", "state": "state", "priority": "priority", "snooze": "until"}
"""Kind of step → the input that says what of it; a button says both at once, as `do=queue:fiscal`."""

LONGEST_MOMENT = 80


def act_once(request: ReaderRequest, ticket: Ticket, step: Mapping[str, Any], said: str = "") -> Act:
    """Do one step to one ticket; with `said`, what was done in words, offer to take it back.

    Raises Refused as the step does.
    """
    me, now = request.reader.user, request.reader.now
    act = act_on(tickets=[ticket], steps=[dict(step)], by=me, key=key_of(request), clock=lambda: now)
    forget_counts(me)
    for _number, problem in outcome(act)["problems"]:
        raise Refused(problem)
    if said:
        offer_for(request, act, said)
    return act


def act_on_many(request: ReaderRequest, tickets: Sequence[Ticket], step: Mapping[str, Any]) -> Act:
    """Do one step to the tickets, once however often the same form is sent with the same choice.

    Raises Refused for a step that cannot be meant, and for none or too many tickets.
    """
    choice = json.dumps([dict(step), sorted(ticket.number for ticket in tickets)], sort_keys=True)
    key = uuid5(key_of(request), choice)
    return act_on(tickets=tickets, steps=[dict(step)], by=request.reader.user, key=key, clock=timezone.now)


def step_of(request: ReaderRequest) -> dict[str, Any]:
    """The step that the form's inputs mean; whether it can be meant is the domain's to say.

    A form sent by Enter says no `do`: what was typed tells, tags or a moment.
    """
    posted = request.POST
    kind, colon, value = (posted.get("do", "") or _typed(request)).partition(":")
    names = [name for name in posted.get("names", "").split(",") if name.strip()]
    if kind in VALUE_OF and not colon:
        value = posted.get(VALUE_OF[kind], "")
    match kind:
        case "":
            raise Refused(_("Choose what to do with the tickets."))
        case "assign":
            return {"do": kind, "to": int(value) if _is_id(value) else (value or None)}
        case "snooze":
            return {"do": kind, "until": moment_of(request, value)}
        case "tag" | "untag":
            return {"do": kind, "names": names}
        case "queue" | "state" | "priority":
            return {"do": kind, VALUE_OF[kind]: value}
    return {"do": kind}


def moment_of(request: ReaderRequest, typed: str) -> str:
    """An ISO instant from what people write («amanhã 9h»). Raises Refused when it says no moment."""
    zone = ZoneInfo(get_current_timezone_name())
    until = understood(typed.strip()[:LONGEST_MOMENT], now=request.reader.now, zone=zone)
    if until is None:
        raise Refused(_("Write until when, for example “tomorrow 9:00”, “Monday” or “25/11 14:30”."))
    return until.isoformat()


def _typed(request: ReaderRequest) -> str:
    if request.POST.get("names", "").strip():
        return "tag"
    return "snooze" if request.POST.get("until", "").strip() else ""


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 16
