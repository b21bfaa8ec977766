"""The agents' left rail and list, as values for their templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from balcao.front.reader import Reader
from balcao.search.find import find
from balcao.search.words import number_in
from balcao.tickets.access import queue_rights
from balcao.tickets.desk_listing import (
    VIEW_NAMES,
    Listed,
    Place,
    View,
    count_tickets,
    list_tickets,
    queues_of,
)
from balcao.tickets.models import StateKind, Ticket, Turn

ICONS = {
    View.MINE: "user",
    View.UNASSIGNED: "inbox",
    View.LATE: "late",
    View.WAITING: "turn-you",
    View.OPEN: "tickets",
    View.CLOSED: "check",
}
MOST_SHOWN = 999


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket of the list as `ui/qrow.html` takes it."""

    ticket: Ticket
    href: str
    is_new: bool
    is_current: bool
    sla_state: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[Row]


def rail(reader: Reader, place: Place) -> dict[str, Any]:
    """Links of the views and of the queues, with their numbers."""
    counts = count_tickets(reader.user, reader.now)
    views = [
        {
            "label": VIEW_NAMES[view],
            "href": reverse("desk:place", args=[view.value]),
            "icon": ICONS[view],
            "count": _shown(counts.views[view]) if view in counts.views else "",
            "late": view == View.LATE and counts.views[view] > 0,
            "current": place.view == view,
        }
        for view in View
    ]
    queues = [
        {
            "label": queue.name,
            "href": reverse("desk:place", args=[f"fila:{queue.slug}"]),
            "icon": "turn-desk",
            "count": _shown(counts.queues.get(queue.pk, 0)),
            "late": False,
            "current": place.queue is not None and place.queue.pk == queue.pk,
        }
        for queue in queues_of(reader.user)
    ]
    return {"views": views, "queues": queues}


def title_of(place: Place) -> str:
    return place.queue.name if place.queue is not None else str(VIEW_NAMES[place.view or View.OPEN])


def listed(reader: Reader, place: Place, *, after: str, words: str) -> Listed:
    """A page of the place; with `words`, of the tickets in which they stand."""
    found = _found(reader, words) if words else None
    return list_tickets(reader.user, place, now=reader.now, after=after, words=found)


def _found(reader: Reader, words: str) -> list[int]:
    """Ids of tickets with this number or these words, notes included; the list then keeps to the agent's queues."""
    found: list[int] = []
    number = number_in(words)
    if number is not None:
        found += Ticket.objects.filter(number=number).values_list("pk", flat=True)
    for queue_id in queue_rights(reader.user):
        found += find(words, access=["internal", f"queue{queue_id}"])
    return found


def groups(reader: Reader, place: Place, tickets: list[Ticket], *, number: int | None) -> list[Group]:
    """The list under the headings of when its promises run out; `number` is the ticket that is open."""
    made: list[Group] = []
    for ticket in tickets:
        title = "" if place.view == View.CLOSED else _heading(ticket, reader.now)
        if not made or made[-1].title != title:
            made.append(Group(title, []))
        made[-1].rows.append(_row(ticket, place, number))
    return made


def _row(ticket: Ticket, place: Place, number: int | None) -> Row:
    customer_spoke = ticket.last_public_by is not None and not ticket.last_public_by.is_agent
    return Row(
        ticket=ticket,
        href=f"{reverse('desk:ticket', args=[ticket.number])}?lista={place.slug}",
        is_new=ticket.is_open and customer_spoke and ticket.state.turn != Turn.CUSTOMER,
        is_current=ticket.number == number,
        sla_state=sla_state(ticket),
    )


def sla_state(ticket: Ticket) -> str:
    """What the promise chip says: running, paused, or done."""
    if not ticket.is_open or ticket.state.kind == StateKind.RESOLVED:
        return "done"
    return "paused" if ticket.paused_at is not None else "running"


def _heading(ticket: Ticket, now: datetime) -> str:
    if ticket.due_at is None:
        return _("No promise running")
    if ticket.due_at < now:
        return _("Past their promise")
    return _("Due today") if _day(ticket.due_at) == _day(now) else _("Tomorrow and later")


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _shown(count: int) -> str:
    return f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count)
