"""The numbers of the desk's rail: counted to a hundred, in one query, and kept for seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.desk_listing import Place, View, all_queues, in_place
from balcao.tickets.models import Queue, Ticket

MOST_COUNTED = 100
"""Counting stops here: «99+». So a number costs the same, however many tickets there are."""

SECONDS_KEPT = 5.0
MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tickets that the agent may read, by view and by queue id; `MOST_COUNTED` stands for that many or more."""

    views: Mapping[View, int]
    queues: Mapping[int, int]


_kept: dict[int, tuple[float, Counts]] = {}


def count_tickets(user: User, now: datetime) -> Counts:
    """As of now, or of some seconds ago."""
    kept = _kept.get(user.pk)
    if kept is not None and monotonic() - kept[0] < SECONDS_KEPT:
        return kept[1]
    counts = _count(user, now)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[user.pk] = (monotonic(), counts)
    return counts


def forget_counts(user: User | None = None) -> None:
    """After the agent's own deed the numbers are counted anew; without an agent, everybody's."""
    if user is None:
        _kept.clear()
    else:
        _kept.pop(user.pk, None)


def shown_count(count: int) -> str:
    """«37», «99+»."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


class _Capped(Subquery):
    """How many rows the query has, up to `MOST_COUNTED`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, tickets: QuerySet[Ticket]) -> None:
        super().__init__(tickets.order_by().values("pk")[:MOST_COUNTED])


def _count(user: User, now: datetime) -> Counts:
    rights = queue_rights(user)
    if not rights:
        return Counts({view: 0 for view in View if view != View.CLOSED}, {})
    places: dict[View | int, Place] = {view: Place(view.value, view=view) for view in View if view != View.CLOSED}
    places |= {queue.pk: Place("", queue=queue) for queue in all_queues() if queue.pk in rights}
    wanted: dict[str, Any] = {
        f"n{index}": _Capped(in_place(rights, user, place, now)) for index, place in enumerate(places.values())
    }
    # One row to hang the numbers on.
    found = Queue.objects.filter(pk=next(iter(rights))).values_list(*wanted.values())
    numbers = {place: number or 0 for place, number in zip(places, found.get(), strict=True)}
    return Counts(
        {place: number for place, number in numbers.items() if isinstance(place, View)},
        {place: number for place, number in numbers.items() if not isinstance(place, View)},
    )
