"""The time that a process waited for has passed."""

from datetime import datetime

from django.db import transaction

from balcao.history.models import Event
from balcao.processes import engine
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock, put_state
from balcao.tickets.models import State, Ticket, Timer
from balcao.tickets.timers import PENDING

STATE_EVENTS = ("ticket.state_changed", "ticket.resolved", "ticket.closed", "ticket.reopened")


def fire_timer(*, timer: Timer, now: datetime) -> bool:
    """Let the process go on in nobody's name, once; False when there is nothing (any more) to wait for."""
    with transaction.atomic():
        change = Change(lock(timer.ticket), None, now)
        current = Timer.objects.filter(pk=timer.pk, settled_at__isnull=True).first()
        if current is None or current.due_at > now:
            return False
        Timer.objects.filter(pk=timer.pk).update(settled_at=now)
        if not change.ticket.is_open or (current.state and not _still_pending(change.ticket, current)):
            return False
        change.record("process.timer_fired", timer=current.name)
        if current.state:
            _end_pending(change, current)
        else:
            automation.wake(change, engine.TimerFired(current.name))
        change.save()
    return True


def _still_pending(ticket: Ticket, timer: Timer) -> bool:
    """In the same state ever since, not in it again."""
    changed = Event.objects.filter(ticket_id=ticket.pk, kind__in=STATE_EVENTS, at__gt=timer.set_at)
    return ticket.state.slug == timer.state and not changed.exists()


def _end_pending(change: Change, timer: Timer) -> None:
    happening = engine.TimerFired(engine.named_timer(change.ticket.activity, PENDING))
    then = State.objects.filter(slug=timer.then).first() if timer.then else None
    if then is not None:
        with change.automatically():
            put_state(change, then)
    automation.wake(change, happening)
