"""Which function carries out an effect, and what happens when it cannot."""

from functools import singledispatch
from typing import get_args
from uuid import uuid4

from balcao.processes import engine
from balcao.processes.engine.effects import DocumentEffect
from balcao.tickets.changes import Change
from balcao.tickets.models import EffectRun, EffectStatus
from balcao.tickets.troubles import CannotBeDone

KEPT = get_args(DocumentEffect)


@singledispatch
def carry_out(effect: object, change: Change) -> None:
    """Effects without a function of their own (fields, the end of the process) are kept in the run already.

    Raises CannotBeDone before anything is written.
    """


def attempt(effect: engine.Effect, change: Change) -> None:
    """Carry out the effect. One that cannot be done moves nothing, and is kept so that somebody sees and mends it."""
    try:
        carry_out(effect, change)
    except CannotBeDone as trouble:
        run = keep(effect, change, EffectStatus.FAILED)
        run.problem, run.detail, run.settled_at = trouble.code, trouble.detail, change.now
        run.save()
        change.record("process.effect_failed", effect=run.kind, activity=run.activity, run=run.pk)


def keep(effect: engine.Effect, change: Change, status: EffectStatus) -> EffectRun:
    """A row of its own for the effect."""
    return EffectRun.objects.create(
        ticket=change.ticket,
        key=uuid4(),
        kind=type(effect).__name__,
        effect=engine.effect_to_json(effect) if isinstance(effect, KEPT) else {},
        activity=change.ticket.activity,
        status=status,
        asked_at=change.now,
    )
