"""Where the ticket is in its process: activity, stage, internal promise, timers."""

from datetime import datetime

from balcao.processes import engine
from balcao.tickets import promises
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.changes import Change
from balcao.tickets.models import Approval, Decision, StageVisit, Ticket, Timer
from balcao.tickets.timers import set_timer


@carry_out.register
def _(effect: engine.ChangeActivity, change: Change) -> None:
    if change.ticket.activity:  # a ticket that begins has waited for nothing
        end_waits(change.ticket, now=change.now)
    change.ticket.activity = effect.activity
    change.record("ticket.activity_changed", activity=effect.activity)


def end_waits(ticket: Ticket, *, now: datetime) -> None:
    """What the activity waited for is over with it. The end of a pending state is the state's, not the activity's."""
    Timer.objects.filter(ticket=ticket, settled_at__isnull=True, state="").update(settled_at=now)
    Approval.objects.filter(ticket=ticket, decision="").update(decision=Decision.ENDED, decided_at=now)


@carry_out.register
def _(effect: engine.ChangeStage, change: Change) -> None:
    ticket = change.ticket
    before, ticket.stage = ticket.stage, effect.stage
    if before:
        StageVisit.objects.filter(ticket=ticket, left_at__isnull=True).update(left_at=change.now)
    StageVisit.objects.create(ticket=ticket, stage=effect.stage, entered_at=change.now)
    if before:
        change.record("ticket.stage_changed", is_public=True, before=before, after=effect.stage)


@carry_out.register
def _(effect: engine.SetPromise, change: Change) -> None:
    change.ticket.activity_due_at = promises.activity_due(change.ticket, effect.resolution, now=change.now)


@carry_out.register
def _(effect: engine.WakeAfter, change: Change) -> None:
    set_timer(change.ticket, effect.name, effect.after, now=change.now)
