"""The desk's lists: which tickets of an agent's queues, in the order in which their promises run out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.keyset import Keyset
from balcao.tickets.models import Queue, StateKind, Ticket

PAGE = 50
UNTIMED = "sem-prazo-"
"""Before the cursor of the second part of a list: tickets without a running promise, newest first."""
COLUMNS = (
    *("number", "subject", "is_open", "due_at", "opened_at", "closed_at", "paused_at", "state__kind", "state__name"),
    *("organization__name", "requester__name", "last_public_by__is_agent"),
)
"""What rows show: the answers and the path of a process, and most of a person, stay where they are."""

OPEN = [True]
"""As a list: SQLite uses no index for a bare `WHERE is_open`."""

BY_PROMISE = Keyset("due_at", "id", descending=False)
NEWEST = Keyset("opened_at", "id")
LAST_CLOSED = Keyset("closed_at", "id")


class View(StrEnum):
    """Lists that every agent has; the value stands in the address."""

    MINE = "minha-fila"
    UNASSIGNED = "sem-atendente"
    LATE = "vencidos"
    WAITING = "aguardando-cliente"
    OPEN = "abertos"
    CLOSED = "fechados"


VIEW_NAMES = {
    View.MINE: _("My queue"),
    View.UNASSIGNED: _("Unassigned"),
    View.LATE: pgettext_lazy("promises", "Overdue"),
    View.WAITING: pgettext_lazy("tickets", "Waiting for customer"),
    View.OPEN: _("All open"),
    View.CLOSED: pgettext_lazy("tickets", "Closed"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agent stands: one of the views, or one queue. `slug` is its address."""

    slug: str
    view: View | None = None
    queue: Queue | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list. `after`: the cursor of the next page; empty on the last."""

    tickets: list[Ticket]
    after: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tickets of the agent's queues: by view and by queue id."""

    views: dict[View, int]
    queues: dict[int, int]


def place_of(user: User, slug: str) -> Place:
    """The view, or the queue `fila:<slug>` that the agent may read. Raises Http404."""
    if slug in View.__members__.values():
        return Place(slug, view=View(slug))
    queue = next((queue for queue in queues_of(user) if slug == f"fila:{queue.slug}"), None)
    if queue is None:
        raise Http404
    return Place(slug, queue=queue)


def queues_of(user: User) -> list[Queue]:
    """The queues that the agent may read, in order."""
    return list(Queue.objects.filter(pk__in=list(queue_rights(user))))


def count_tickets(user: User, now: datetime) -> Counts:
    """One query for all numbers of the rail."""
    rows = (
        Ticket.objects.filter(queue_id__in=list(queue_rights(user)), is_open__in=OPEN)
        .values("queue_id")
        .annotate(
            open=Count("pk"),
            mine=Count("pk", filter=Q(owner=user)),
            unassigned=Count("pk", filter=Q(owner__isnull=True)),
            late=Count("pk", filter=Q(due_at__lt=now)),
            waiting=Count("pk", filter=Q(state__kind=StateKind.WAITING_CUSTOMER)),
        )
    )
    found = list(rows)
    views = {
        View.MINE: sum(row["mine"] for row in found),
        View.UNASSIGNED: sum(row["unassigned"] for row in found),
        View.LATE: sum(row["late"] for row in found),
        View.WAITING: sum(row["waiting"] for row in found),
        View.OPEN: sum(row["open"] for row in found),
    }
    return Counts(views, {row["queue_id"]: row["open"] for row in found})


def list_tickets(user: User, place: Place, *, now: datetime, after: str = "", words: list[int] | None = None) -> Listed:
    """A page of the place, what runs out first on top, then what has no running promise, newest first.

    With `words` (ids that a search found) only those. The number of queries does not depend on the rows.
    """
    found = _tickets(user, place, now).select_related("state", "organization", "requester", "last_public_by")
    found = found.only(*COLUMNS)
    if words is not None:
        found = found.filter(pk__in=words)
    if place.view == View.CLOSED:
        return _page(found.filter(closed_at__isnull=False), LAST_CLOSED, after, PAGE, "")
    if after.startswith(UNTIMED):
        return _page(found.filter(due_at__isnull=True), NEWEST, after.removeprefix(UNTIMED), PAGE, UNTIMED)
    timed = _page(found.filter(due_at__isnull=False), BY_PROMISE, after, PAGE, "")
    room = PAGE - len(timed.tickets)
    if timed.after or not room:
        return timed
    rest = _page(found.filter(due_at__isnull=True), NEWEST, "", room, UNTIMED)
    return Listed(timed.tickets + rest.tickets, rest.after)


def _tickets(user: User, place: Place, now: datetime) -> QuerySet[Ticket]:
    mine = list(queue_rights(user))
    if place.queue is not None:
        return Ticket.objects.filter(queue=place.queue, is_open__in=OPEN)
    found = Ticket.objects.filter(queue_id__in=mine, is_open__in=[place.view != View.CLOSED])
    match place.view:
        case View.MINE:
            return found.filter(owner=user)
        case View.UNASSIGNED:
            return found.filter(owner__isnull=True)
        case View.LATE:
            return found.filter(due_at__lt=now)
        case View.WAITING:
            return found.filter(state__kind=StateKind.WAITING_CUSTOMER)
    return found


def _page(found: QuerySet[Ticket], order: Keyset, after: str, size: int, prefix: str) -> Listed:
    rows = list(found.filter(order.after(after)).order_by(*order.ordering)[: size + 1])
    if len(rows) <= size:
        return Listed(rows, "")
    last = rows[size - 1]
    return Listed(rows[:size], prefix + order.cursor(getattr(last, order.key), last.pk))
