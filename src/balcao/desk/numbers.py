"""Where the desk stands now: open tickets of each queue, by what they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.desk_filters import SOON
from balcao.tickets.desk_listing import queues_of
from balcao.tickets.models import Queue, Ticket, Turn, turns_of


@dataclass(frozen=True, slots=True)
class Numbers:
    """A queue's open tickets that are not put off; `place` is the list that holds them."""

    queue: Queue
    open: int = 0
    unassigned: int = 0
    late: int = 0
    soon: int = 0
    theirs: int = 0

    @property
    def place(self) -> str:
        return f"fila:{self.queue.slug}"


def numbers_of(agent: User, now: datetime) -> list[Numbers]:
    """Of each queue that the agent may read, in order. One query counts, over open tickets only."""
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)
    counted = (
        Ticket.objects.filter(awake, queue_id__in=list(queue_rights(agent)), is_open=True)
        .order_by()
        .values_list("queue_id")
        .annotate(
            open=Count("id"),
            unassigned=Count("id", filter=Q(owner__isnull=True)),
            late=Count("id", filter=Q(due_at__lt=now)),
            soon=Count("id", filter=Q(due_at__gte=now, due_at__lt=now + SOON)),
            theirs=Count("id", filter=Q(state__kind__in=turns_of(Turn.CUSTOMER))),
        )
    )
    found = {pk: numbers for pk, *numbers in counted}
    return [Numbers(queue, *found.get(queue.pk, ())) for queue in queues_of(agent)]
