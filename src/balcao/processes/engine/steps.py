"""The stages of a process as a customer sees them for one ticket."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from balcao.processes.engine.document import Document, Stage
from balcao.processes.engine.run import Run

StepStatus = Literal["done", "current", "ahead", "skipped"]


@dataclass(frozen=True, slots=True)
class Step:
    """`visits`: how many times the ticket came to this stage (2 after it went back)."""

    stage: Stage
    status: StepStatus
    visits: int


def steps(document: Document, run: Run) -> tuple[Step, ...]:
    """Every stage in the order of the document.

    Before the current one: done if the ticket was there, else skipped. After it: ahead, even if the ticket went back.
    A finished ticket has no current stage: what it walked is done, the rest was not needed.
    """
    order = [stage.id for stage in document.stages]
    here = order.index(run.stage) if run.stage in order else -1
    visits = Counter(stage for stage, _ in groupby(stage for _, stage in run.entered))
    return tuple(
        Step(stage, _status(index - here, visits[stage.id], run.finished), visits[stage.id])
        for index, stage in enumerate(document.stages)
    )


def _status(distance: int, visits: int, finished: bool) -> StepStatus:
    if finished:
        return "done" if visits else "skipped"
    if distance == 0:
        return "current"
    if distance > 0:
        return "ahead"
    return "done" if visits else "skipped"
