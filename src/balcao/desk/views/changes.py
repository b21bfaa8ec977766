"""One small thing about a ticket is changed: who, where, how urgent, in which state. Each can be taken back."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.desk.acting import act_once
from balcao.desk.back import back_to_ticket
from balcao.desk.choices import queue_named, state_named
from balcao.desk.conflicts import conflict_with
from balcao.desk.pages import show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import send_to
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.access import desk_ticket, queue_rights
from balcao.tickets.actions.reopen import reopen
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
    step: dict[str, object] = {"do": "assign", "to": "me" if is_mine else (to.pk if to else None)}
    if "seen" in request.POST:
        step["seen"] = _seen(request.POST["seen"])
    act_once(request, ticket, step, _assigned(number, to, is_mine=is_mine))
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
    said = _("Ticket %(number)d: the state is “%(name)s” now.") % {"number": number, "name": chosen.name}
    act_once(request, ticket, {"do": "state", "state": chosen.slug}, said)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def priority(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Set the priority; the promises are reckoned anew."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    chosen = request.POST.get("priority", "")
    if chosen not in {str(value) for value in Priority.values}:
        raise Refused(_("Choose one of the priorities."))
    label = str(Priority(int(chosen)).label)
    if (conflict := conflict_with(request, ticket, "priority", chosen, label)) is not None:
        return show_ticket(request, number, status=409, conflict=conflict)
    said = _("Ticket %(number)d: the priority is “%(name)s” now.") % {"number": number, "name": label}
    act_once(request, ticket, {"do": "priority", "priority": chosen}, said)
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
    said = _("Ticket %(number)d was moved to “%(name)s”.") % {"number": number, "name": chosen.name}
    act_once(request, ticket, {"do": "queue", "queue": chosen.slug}, said)
    if chosen.pk not in queue_rights(request.reader.user):
        return send_to(request, "desk:inbox")
    return back_to_ticket(request, number)


@require_POST
@agent_required
def closure(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Close it."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    act_once(request, ticket, {"do": "close"}, _("Ticket %(number)d was closed.") % {"number": number})
    return back_to_ticket(request, number)


@require_POST
@agent_required
def reopening(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Reopen it, whenever it was closed."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    reopen(ticket=ticket, by=request.reader.user, as_desk=True, now=request.reader.now)
    return back_to_ticket(request, number)


def _assigned(number: int, to: User | None, *, is_mine: bool) -> str:
    if is_mine:
        return _("Ticket %(number)d is yours now.") % {"number": number}
    if to is None:
        return _("Nobody has ticket %(number)d now.") % {"number": number}
    return _("Ticket %(number)d was given to %(name)s.") % {"number": number, "name": to.name}


def _seen(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 15 else None


def _agent(chosen: str) -> User | None:
    if not chosen:
        return None
    is_id = chosen.isascii() and chosen.isdigit() and len(chosen) <= 15
    agent = User.objects.filter(pk=int(chosen), is_agent=True, is_active=True).first() if is_id else None
    if agent is None:
        raise Refused(_("Choose one of the agents."))
    return agent
