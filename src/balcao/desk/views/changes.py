"""One small thing about a ticket is changed: who, where, how urgent, in which state."""

from typing import Literal

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.choices import queue_named, state_named
from balcao.desk.conflicts import conflict_with
from balcao.desk.pages import show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import send_to
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.access import desk_ticket, queue_rights
from balcao.tickets.actions.assign import ANYBODY, assign
from balcao.tickets.actions.close import close
from balcao.tickets.actions.move import move
from balcao.tickets.actions.reopen import reopen
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.models import Priority, Right


@require_POST
@agent_required
def assignment(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Take it (`agent=me`), give it to another agent (an id), or to nobody (empty).

    `seen`: the agent it had on the page, an id or empty; another one by now is said, not overwritten.
    """
    chosen, me = request.POST.get("agent", ""), request.reader.user
    is_mine = chosen == "me"
    ticket = desk_ticket(me, number, Right.WRITE if is_mine else Right.ASSIGN).ticket
    to = me if is_mine else _agent(chosen)
    assign(ticket=ticket, to=to, by=me, now=request.reader.now, seen=_seen(request.POST.get("seen")))
    return back_to_ticket(request, number)


@require_POST
@agent_required
def state(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Set the state; a ticket is never merged from here."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    chosen = state_named(request.POST.get("state", ""))
    if chosen is None:
        raise Refused(_("Choose one of the states."))
    if (conflict := conflict_with(request, ticket, "state", chosen.slug, chosen.name)) is not None:
        return show_ticket(request, number, status=409, conflict=conflict)
    set_state(ticket=ticket, state=chosen, by=request.reader.user, now=request.reader.now)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def priority(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Set the priority; the promises are reckoned anew."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    chosen = request.POST.get("priority", "")
    if chosen not in {str(value) for value in Priority.values}:
        raise Refused(_("Choose one of the priorities."))
    if (conflict := conflict_with(request, ticket, "priority", chosen, str(Priority(int(chosen)).label))) is not None:
        return show_ticket(request, number, status=409, conflict=conflict)
    set_priority(ticket=ticket, priority=Priority(int(chosen)), by=request.reader.user, now=request.reader.now)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def queue(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Move to another queue; whoever can no longer see the ticket goes back to the lists."""
    ticket = desk_ticket(request.reader.user, number, Right.ASSIGN).ticket
    chosen = queue_named(request.POST.get("queue", ""))
    if chosen is None:
        raise Refused(_("Choose one of the queues."))
    if (conflict := conflict_with(request, ticket, "queue", chosen.slug, chosen.name)) is not None:
        return show_ticket(request, number, status=409, conflict=conflict)
    move(ticket=ticket, queue=chosen, by=request.reader.user, now=request.reader.now)
    if chosen.pk not in queue_rights(request.reader.user):
        return send_to(request, "desk:inbox")
    return back_to_ticket(request, number)


@require_POST
@agent_required
def closure(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Close it."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    close(ticket=ticket, by=request.reader.user, as_desk=True, now=request.reader.now)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def reopening(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Reopen it, whenever it was closed."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    reopen(ticket=ticket, by=request.reader.user, as_desk=True, now=request.reader.now)
    return back_to_ticket(request, number)


def _seen(given: str | None) -> int | Literal["anybody"] | None:
    if given is None:
        return ANYBODY
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 15 else None


def _agent(chosen: str) -> User | None:
    if not chosen:
        return None
    is_id = chosen.isascii() and chosen.isdigit() and len(chosen) <= 15
    agent = User.objects.filter(pk=int(chosen), is_agent=True, is_active=True).first() if is_id else None
    if agent is None:
        raise Refused(_("Choose one of the agents."))
    return agent
