"""Two agents change the same thing: the second sees what the first made of it, and decides."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from balcao.front.access import ReaderRequest
from balcao.people.models import User
from balcao.tickets.models import Ticket
from balcao.tickets.overtaken import changed_meanwhile


@dataclass(frozen=True, slots=True)
class Conflict:
    """`name` and `value` are the input that was sent; `label` what it means. `text`: who did what meanwhile."""

    text: str
    name: str
    value: str
    label: str
    action: str


def conflict_with(request: ReaderRequest, ticket: Ticket, what: str, value: str, label: str) -> Conflict | None:
    """Set when somebody else changed the same thing after the page was read (`seen`, an event), to something else.

    What others changed besides needs no decision: both changes stand.
    """
    now = {"state": ticket.state.slug, "priority": str(ticket.priority), "queue": ticket.queue.slug}[what]
    if now == value:
        return None
    event = changed_meanwhile(ticket, what, by=request.reader.user, seen=request.POST.get("seen", ""))
    if event is None:
        return None
    actor = User.objects.filter(pk=event.actor_id).first() if event.actor_id is not None else None
    names = {"who": actor.name if actor else _("The process"), "value": _named(ticket, what)}
    return Conflict(_texts()[what] % names, what, value, label, request.get_full_path())


def _named(ticket: Ticket, what: str) -> str:
    if what == "state":
        return ticket.state.name
    return ticket.queue.name if what == "queue" else str(ticket.get_priority_display())


def _texts() -> dict[str, str]:
    return {
        "state": _("%(who)s set the state to “%(value)s” while you were looking."),
        "priority": _("%(who)s set the priority to “%(value)s” while you were looking."),
        "queue": _("%(who)s moved the ticket to “%(value)s” while you were looking."),
    }
