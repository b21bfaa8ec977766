"""What the ticket itself is: state, queue, people of the desk, priority, subject, kind."""

from balcao.processes import engine
from balcao.tickets.carrying.dispatch import carry_out
from balcao.tickets.changes import (
    Change,
    put_kind,
    put_owner,
    put_priority,
    put_queue,
    put_responsible,
    put_state,
    put_title,
)
from balcao.tickets.models import Queue, State
from balcao.tickets.roles import agent_named
from balcao.tickets.timers import PENDING, set_timer
from balcao.tickets.troubles import CannotBeDone


@carry_out.register
def _(effect: engine.SetState, change: Change) -> None:
    state = State.objects.filter(slug=effect.state).first()
    if state is None:
        raise CannotBeDone("no_state", effect.state)
    put_state(change, state)
    if effect.pending is not None:
        set_timer(change.ticket, PENDING, effect.pending, now=change.now, state=effect.state, then=effect.then or "")


@carry_out.register
def _(effect: engine.SetQueue, change: Change) -> None:
    queue = Queue.objects.filter(slug=effect.queue).first()
    if queue is None:
        raise CannotBeDone("no_queue", effect.queue)
    put_queue(change, queue)


@carry_out.register
def _(effect: engine.SetOwner, change: Change) -> None:
    put_owner(change, agent_named(change.ticket, effect.user, effect.role))


@carry_out.register
def _(effect: engine.SetResponsible, change: Change) -> None:
    put_responsible(change, agent_named(change.ticket, effect.user, effect.role))


@carry_out.register
def _(effect: engine.SetPriority, change: Change) -> None:
    put_priority(change, effect.priority)


@carry_out.register
def _(effect: engine.SetTitle, change: Change) -> None:
    put_title(change, effect.title[:200])


@carry_out.register
def _(effect: engine.SetKind, change: Change) -> None:
    put_kind(change, effect.kind)
