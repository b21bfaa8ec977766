"""The desk's lists: which tickets of an agent's queues, in the order in which their promises run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balcao.lib.prepared import Prepared, read
from balcao.people.models import User
from balcao.tickets.access import asked_once, queue_rights
from balcao.tickets.desk_filters import SOON, Asking, Filters, narrowed
from balcao.tickets.keyset import Keyset
from balcao.tickets.models import Mention, Queue, Right, State, StateKind, Ticket, Turn, turns_of

PAGE = 50
UNTIMED = "sem-prazo-"
"""Before the cursor of the second part of a list: tickets without a running promise, newest first."""
COLUMNS = (
    *("number", "version", "subject", "is_open", "due_at", "opened_at", "closed_at", "paused_at", "snoozed_until"),
    *("state__kind", "state__name", "organization__name", "requester__name", "last_public_by__is_agent"),
)
"""What rows show: the answers and the path of a process, and most of a person, stay where they are."""

OPEN = [True]
"""As a list: SQLite uses no index on the column for a bare `WHERE is_open`. It is said both ways where a list may walk
an index of open tickets only, which needs the bare condition."""

BY_PROMISE = Keyset("due_at", "id", descending=False)
NEWEST = Keyset("opened_at", "id")
LAST_CLOSED = Keyset("closed_at", "id")
NEXT_AWAKE = Keyset("snoozed_until", "id", descending=False)


class View(StrEnum):
    """Lists that every agent has; the value stands in the address."""

    MINE = "minha-fila"
    UNASSIGNED = "sem-atendente"
    MY_QUEUES = "minhas-filas"
    OURS = "aguardando-nos"
    SOON = "vencem-em-breve"
    LATE = "vencidos"
    WAITING = "aguardando-cliente"
    MENTIONED = "mencionado"
    SNOOZED = "adiados"
    OPEN = "abertos"
    CLOSED = "fechados"


VIEW_NAMES = {
    View.MINE: _("My queue"),
    View.UNASSIGNED: _("Unassigned"),
    View.MY_QUEUES: _("My teams' queues"),
    View.OURS: pgettext_lazy("tickets", "Waiting for us"),
    View.SOON: pgettext_lazy("promises", "Due soon"),
    View.LATE: pgettext_lazy("promises", "Overdue"),
    View.WAITING: pgettext_lazy("tickets", "Waiting for customer"),
    View.MENTIONED: _("Where I am mentioned"),
    View.SNOOZED: pgettext_lazy("tickets", "Snoozed"),
    View.OPEN: _("All open"),
    View.CLOSED: pgettext_lazy("tickets", "Closed"),
}


_ALL_STATES = Prepared(State.objects.all)
_ALL_QUEUES = Prepared(Queue.objects.all)


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
    rights = queue_rights(user)
    return [queue for queue in all_queues() if queue.pk in rights]


def all_queues() -> list[Queue]:
    """Every queue, in order: where a ticket may be moved to."""
    return asked_once("queues", _ALL_QUEUES.rows)


def all_states() -> list[State]:
    """Every state, in order."""
    return asked_once("states", _ALL_STATES.rows)


def list_tickets(
    user: User,
    place: Place,
    *,
    now: datetime,
    after: str = "",
    filters: Filters | None = None,
    words: list[int] | None = None,
) -> Listed:
    """A page of the place, what runs out first on top, then what has no running promise, newest first.

    With `words` (ids that a search found) only those. The number of queries does not depend on the rows.
    """
    found = _as_rows(tickets_in(user, place, now, filters))
    if words is not None:
        found = found.filter(pk__in=words)
    if place.view == View.CLOSED:
        return _page([found.filter(closed_at__isnull=False)], LAST_CLOSED, after, PAGE, "")
    if place.view == View.SNOOZED:
        return _page([found], NEXT_AWAKE, after, PAGE, "")
    walks = walks_of(place, found)
    untimed = [walk.filter(due_at__isnull=True) for walk in walks]
    if after.startswith(UNTIMED):
        return _page(untimed, NEWEST, after.removeprefix(UNTIMED), PAGE, UNTIMED)
    timed = _page([walk.filter(due_at__isnull=False) for walk in walks], BY_PROMISE, after, PAGE, "")
    room = PAGE - len(timed.tickets)
    if timed.after or not room:
        return timed
    rest = _page(untimed, NEWEST, "", room, UNTIMED)
    return Listed(timed.tickets + rest.tickets, rest.after)


def walks_of(place: Place, found: QuerySet[Ticket]) -> list[QuerySet[Ticket]]:
    """The querysets that together hold what was found, each of which an index gives in the list's order.

    What waits for the customer is a small part of what is open: one walk for each such state, nearly always a single
    one. By several at once, or by a subquery, all of it would be collected and sorted.
    """
    if place.view != View.WAITING:
        return [found]
    waiting = [state.pk for state in all_states() if state.kind == StateKind.WAITING_CUSTOMER]
    return [found.filter(state=pk) for pk in waiting]


def still_listed(
    user: User, place: Place, ids: Sequence[int], *, now: datetime, filters: Filters | None = None
) -> list[Ticket]:
    """Those of the tickets with these ids that stand in the place, on whatever page of it."""
    return list(_as_rows(tickets_in(user, place, now, filters).filter(pk__in=ids)))


def _as_rows(found: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return found.select_related("state", "organization", "requester", "last_public_by").only(*COLUMNS)


def tickets_in(user: User, place: Place, now: datetime, filters: Filters | None = None) -> QuerySet[Ticket]:
    """All tickets of the place that fit, in no order."""
    found = in_place(queue_rights(user), user, place, now)
    return narrowed(found, filters, Asking(user, now)) if filters else found


def in_place(rights: dict[int, int], user: User, place: Place, now: datetime) -> QuerySet[Ticket]:
    """`rights`: the agent's, by queue id. What is snoozed stands in a list of its own."""
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)
    if place.queue is not None:
        return Ticket.objects.filter(awake, queue=place.queue, is_open__in=OPEN)
    walks = connection.vendor == "sqlite"
    if place.view == View.CLOSED:
        closed = Ticket.objects.filter(is_open=False)
        return _walked(closed, list(rights)) if walks else closed.filter(queue_id__in=list(rights))
    least = Right.WRITE if place.view == View.MY_QUEUES else Right.READ
    mine = [queue for queue, right in rights.items() if right >= least]
    shown = Q(snoozed_until__gt=now) if place.view == View.SNOOZED else awake
    found = Ticket.objects.filter(shown, is_open=True, is_open__in=OPEN)
    if place.view == View.OURS and walks:
        # Most open tickets wait for the desk: by state they would be collected and sorted too.
        found = found.alias(in_state=F("state_id") + 0).filter(in_state__in=_states_of(Turn.DESK))
    else:
        found = found.filter(_of_view(place.view, user, now))
    if len(mine) > 1 and walks and place.view != View.SNOOZED:
        return _walked(found, mine)
    return found.filter(queue_id__in=mine)


def _walked(found: QuerySet[Ticket], queues: list[int]) -> QuerySet[Ticket]:
    """SQLite would collect all of these queues and sort them; so it walks the index of the list's order instead."""
    return found.alias(of_queue=F("queue_id") + 0).filter(of_queue__in=queues)


def _states_of(turn: Turn) -> QuerySet[State, int]:
    return State.objects.filter(kind__in=turns_of(turn)).values_list("pk", flat=True)


def _of_view(view: View | None, user: User, now: datetime) -> Q:
    conditions = {
        View.MINE: Q(owner=user),
        View.UNASSIGNED: Q(owner__isnull=True),
        View.OURS: Q(state__in=_states_of(Turn.DESK)),
        View.SOON: Q(due_at__gte=now, due_at__lt=now + SOON),
        View.LATE: Q(due_at__lt=now),
        View.MENTIONED: Q(pk__in=Mention.objects.filter(user=user, seen_at__isnull=True).values("ticket_id")),
        View.WAITING: Q(state__in=State.objects.filter(kind=StateKind.WAITING_CUSTOMER)),
    }
    return conditions.get(view, Q()) if view is not None else Q()


def next_best(user: User, now: datetime) -> Ticket | None:
    """What to take up next: of what waits for us, is the agent's own or nobody's, the promise that runs out first."""
    rights = {queue: right for queue, right in queue_rights(user).items() if right >= Right.WRITE}
    found = in_place(rights, user, Place(View.OURS.value, view=View.OURS), now)
    # Not by the index of the agent: half of what is open may be nobody's, and would be collected and sorted.
    found = found.alias(of_owner=F("owner_id") + 0).filter(Q(of_owner=user.pk) | Q(of_owner__isnull=True))
    found = found.only("number", "owner_id")
    timed = found.filter(due_at__isnull=False).order_by(*BY_PROMISE.ordering).first()
    return timed or found.filter(due_at__isnull=True).order_by("opened_at", "id").first()


def _page(walks: Sequence[QuerySet[Ticket]], order: Keyset, after: str, size: int, prefix: str) -> Listed:
    rows: list[Ticket] = []
    for walk in walks:
        rows += read(walk.filter(order.after(after)).order_by(*order.ordering)[: size + 1])
    if len(walks) > 1:
        rows.sort(key=lambda row: (getattr(row, order.key), row.pk), reverse=order.descending)
    if len(rows) <= size:
        return Listed(rows, "")
    last = rows[size - 1]
    return Listed(rows[:size], prefix + order.cursor(getattr(last, order.key), last.pk))
