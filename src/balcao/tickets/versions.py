"""What moving running tickets to another version of their process would mean, before anybody does it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from balcao.processes import engine
from balcao.processes.definitions import definition_of
from balcao.processes.models import ProcessVersion
from balcao.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class ActivityMove:
    """`count` open tickets stand in `activity`; `target` is "" while it has no destination."""

    activity: str
    count: int
    target: str


@dataclass(frozen=True, slots=True)
class MovePlan:
    """`dropped`: fields whose answers the new version does not keep."""

    moves: tuple[ActivityMove, ...]
    dropped: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(move.count for move in self.moves)

    @property
    def without_target(self) -> int:
        return sum(move.count for move in self.moves if not move.target)


def running_tickets(version: ProcessVersion) -> QuerySet[Ticket]:
    """Open tickets that run on this version."""
    return Ticket.objects.filter(process_version=version, is_open=True)


def plan_move(*, old: ProcessVersion, new: ProcessVersion, mapping: Mapping[str, str]) -> MovePlan:
    """Where each ticket would go: by `mapping` (old activity → new one), else to the activity of the same name.

    One query.
    """
    before, after = definition_of(old), definition_of(new)
    counts = dict(running_tickets(old).order_by().values_list("activity").annotate(Count("id")))
    moves = []
    for activity in before.activities:
        if activity in counts:
            wanted = mapping.get(activity) or activity
            moves.append(ActivityMove(activity, counts[activity], wanted if wanted in after.activities else ""))
    return MovePlan(tuple(moves), engine.differences(before, after).fields)
