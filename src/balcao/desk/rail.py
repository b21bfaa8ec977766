"""The agents' left rail and list, as values for their templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from balcao.front.places import DESK
from balcao.front.reader import Reader
from balcao.search.find import find
from balcao.search.words import number_in
from balcao.tickets.access import queue_rights
from balcao.tickets.desk_counts import count_tickets, shown_count
from balcao.tickets.desk_filters import Filters
from balcao.tickets.desk_listing import (
    VIEW_NAMES,
    Listed,
    Place,
    View,
    list_tickets,
    queues_of,
)
from balcao.tickets.models import StateKind, Ticket, Turn
from balcao.tickets.saved_views import views_of

ICONS = {
    View.MINE: "user",
    View.UNASSIGNED: "inbox",
    View.MY_QUEUES: "users",
    View.OURS: "turn-desk",
    View.SOON: "clock",
    View.LATE: "late",
    View.WAITING: "turn-you",
    View.MENTIONED: "chat",
    View.SNOOZED: "snooze",
    View.OPEN: "tickets",
    View.CLOSED: "check",
}
MOST_FOUND = 1000
"""By words, in all of an agent's queues together."""

KEYS = {View.MINE: "g i", View.MY_QUEUES: "g f"}


@dataclass(frozen=True, slots=True)
class Line:
    """The values of `ui/qrow.html`."""

    number: int
    href: str
    subject: str
    org: str
    who: str
    kind: str
    state_label: str
    due_at: datetime | None
    sla_state: str
    new: bool
    current: bool
    pick: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket of the list, and how it is shown there."""

    ticket: Ticket
    href: str
    is_new: bool
    is_current: bool
    sla_state: str
    may_pick: bool

    @property
    def line(self) -> Line:
        ticket = self.ticket
        return Line(
            number=ticket.number,
            href=self.href,
            subject=ticket.subject,
            org=ticket.organization.name,
            who=ticket.requester.first_name,
            kind=ticket.state.kind,
            state_label=ticket.state.name,
            due_at=ticket.due_at,
            sla_state=self.sla_state,
            new=self.is_new,
            current=self.is_current,
            pick=self.may_pick,
        )


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[Row]

    @property
    def lines(self) -> list[Line]:
        return [row.line for row in self.rows]


def rail(reader: Reader, place: Place, query: str) -> dict[str, Any]:
    """Links of the views and of the queues, with their numbers, and of the lists kept; `query`: the filters in use."""
    counts = count_tickets(reader.user, reader.now)
    views = [
        {
            "label": VIEW_NAMES[view],
            "href": f"{DESK}lista/{view.value}/",
            "icon": ICONS[view],
            "count": shown_count(counts.views[view]) if view in counts.views else "",
            "late": view == View.LATE and counts.views[view] > 0,
            "current": place.view == view and not query,
            "key": KEYS.get(view, ""),
        }
        for view in View
    ]
    queues = [
        {
            "label": queue.name,
            "href": reverse("desk:place", args=[f"fila:{queue.slug}"]),
            "icon": "turn-desk",
            "count": shown_count(counts.queues.get(queue.pk, 0)),
            "late": False,
            "current": place.queue is not None and place.queue.pk == queue.pk and not query,
        }
        for queue in queues_of(reader.user)
    ]
    return {"views": views, "queues": queues, "saved": saved_links(reader, place, query)}


def saved_links(reader: Reader, place: Place, query: str) -> list[dict[str, Any]]:
    """The agent's own lists and those that others share, by name."""
    return [
        {
            "label": view.name,
            "href": f"{reverse('desk:place', args=[view.place])}?{view.query}",
            "icon": "users" if view.is_shared else "star",
            "current": (view.place, view.query) == (place.slug, query),
            "view": view,
            "is_mine": view.owner_id == reader.user.pk,
        }
        for view in views_of(reader.user)
    ]


def title_of(place: Place) -> str:
    return place.queue.name if place.queue is not None else str(VIEW_NAMES[place.view or View.OPEN])


def listed(reader: Reader, place: Place, *, after: str, words: str, filters: Filters) -> Listed:
    """A page of the place, narrowed by `filters`; with `words`, of the tickets in which they stand."""
    found = _found(reader, words) if words else None
    return list_tickets(reader.user, place, now=reader.now, after=after, filters=filters, words=found)


def _found(reader: Reader, words: str) -> list[int]:
    """Ids of tickets with this number or these words, notes included; the list then keeps to the agent's queues."""
    found: list[int] = []
    number = number_in(words)
    if number is not None:
        found += Ticket.objects.filter(number=number).values_list("pk", flat=True)
    queues = [f"queue{queue_id}" for queue_id in queue_rights(reader.user)]
    return found + find(words, access=["internal"], any_of=queues, limit=MOST_FOUND)


def groups(reader: Reader, tickets: list[Ticket], *, beside: str, number: int | None, may_pick: bool) -> list[Group]:
    """The list under the headings of when its promises run out; `number` is the ticket that is open.

    `beside`: the query by which a ticket's page shows this list; `may_pick`: rows can be chosen for the bar.
    """
    made: list[Group] = []
    for ticket in tickets:
        title = "" if not ticket.is_open or _sleeps(ticket, reader.now) else _heading(ticket, reader.now)
        if not made or made[-1].title != title:
            made.append(Group(title, []))
        made[-1].rows.append(_row(ticket, beside, number, may_pick=may_pick))
    return made


def _row(ticket: Ticket, beside: str, number: int | None, *, may_pick: bool) -> Row:
    customer_spoke = ticket.last_public_by is not None and not ticket.last_public_by.is_agent
    return Row(
        ticket=ticket,
        href=f"{DESK}tickets/{ticket.number}/?{beside}",
        is_new=ticket.is_open and customer_spoke and ticket.state.turn != Turn.CUSTOMER,
        is_current=ticket.number == number,
        sla_state=sla_state(ticket),
        may_pick=may_pick,
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


def _sleeps(ticket: Ticket, now: datetime) -> bool:
    return ticket.snoozed_until is not None and ticket.snoozed_until > now


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
