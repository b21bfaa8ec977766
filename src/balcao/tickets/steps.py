"""The steps of a ticket's process as its customer sees them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from balcao.lib.prepared import Prepared
from balcao.lib.texts import Texts
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import StageVisit, Ticket

Status = Literal["done", "now", "next", "skipped"]
_STATUS: dict[str, Status] = {"done": "done", "current": "now", "ahead": "next", "skipped": "skipped"}


_VISITS = Prepared(lambda ticket: StageVisit.objects.filter(ticket_id=ticket).order_by("id"))


@dataclass(frozen=True, slots=True)
class StepView:
    """One stage. `times` says how often the ticket was in it; `spent` is None before it came there."""

    name: Texts
    status: Status
    entered_at: datetime | None
    left_at: datetime | None
    spent: timedelta | None
    times: int


def steps_of(ticket: Ticket, now: datetime) -> list[StepView]:
    """All stages in order. One query. In a ticket that has ended nothing is «now» or «next» any more."""
    run = engine.Run.from_json(ticket.run)
    visits: dict[str, list[StageVisit]] = defaultdict(list)
    for visit in _VISITS.rows(ticket.pk):
        visits[visit.stage].append(visit)
    return [
        _view(step, visits[step.stage.id], ticket, now)
        for step in engine.steps(definition_by_id(ticket.process_version_id), run)
    ]


def _view(step: engine.Step, visits: list[StageVisit], ticket: Ticket, now: datetime) -> StepView:
    status = _STATUS[step.status]
    if not ticket.is_open:
        status = "done" if visits else "skipped"
    end = ticket.closed_at or now
    spent = sum((((visit.left_at or end) - visit.entered_at) for visit in visits), timedelta())
    last = visits[-1] if visits else None
    return StepView(
        name=step.stage.name,
        status=status,
        entered_at=last.entered_at if last else None,
        left_at=(last.left_at or ticket.closed_at) if last else None,
        spent=spent if visits else None,
        times=len(visits),
    )
