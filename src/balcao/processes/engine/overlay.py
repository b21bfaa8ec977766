"""Effects on the ticket itself as the conditions after them see it, where documents go one step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from balcao.processes.engine.document import Value
from balcao.processes.engine.effects import Effect, SetFrom, SetOwner, SetPriority, SetQueue, SetState, SetTitle
from balcao.processes.engine.facts import Facts


def from_field(declared: SetFrom, fields: Mapping[str, Value]) -> SetState | SetQueue | SetPriority | None:
    """What the field holds as an effect of its own; None when nobody chose anything."""
    value = fields.get(declared.field, "")
    if not isinstance(value, str) or not value:
        return None
    if declared.attribute == "state":
        return SetState(value)
    if declared.attribute == "queue":
        return SetQueue(value)
    return SetPriority(int(value)) if value in {"1", "2", "3", "4", "5"} else None


def after(effect: Effect, facts: Facts) -> Facts:
    """The facts once an effect was carried out. The kind of a state is not known here: "" until the next step."""
    ticket = facts.ticket
    match effect:
        case SetState(state=state):
            ticket = replace(ticket, state=state, state_kind="" if state != ticket.state else ticket.state_kind)
        case SetQueue(queue=queue):
            ticket = replace(ticket, queue=queue)
        case SetPriority(priority=priority):
            ticket = replace(ticket, priority=priority)
        case SetOwner(user=user, role=None):
            ticket = replace(ticket, owner=user or "")
        case SetTitle(title=title):
            ticket = replace(ticket, subject=title)
    return replace(facts, ticket=ticket)
