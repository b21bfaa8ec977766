"""What may happen to a running ticket, told to the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from balcao.processes.engine.document import Actor, Decision, Value

By = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class DialogSubmitted:
    """`values` are those of `clean_values`; subject, body and attachments among them are passed over."""

    dialog: str
    values: Mapping[str, Value]
    by: Actor


@dataclass(frozen=True, slots=True)
class Replied:
    by: By


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A person (or a rule outside the process) changed the state; not for states that an effect set."""

    state: str
    kind: str
    by: By


@dataclass(frozen=True, slots=True)
class Reopened:
    by: By


@dataclass(frozen=True, slots=True)
class TimerFired:
    name: str


@dataclass(frozen=True, slots=True)
class TicketChanged:
    """Something else of the ticket changed (queue, owner, priority, subject): only `on: any` waits for that."""

    by: By


@dataclass(frozen=True, slots=True)
class ApprovalDecided:
    """Who was asked for approval gave or refused it."""

    decision: Decision


Happening = DialogSubmitted | Replied | StateChanged | Reopened | TimerFired | ApprovalDecided | TicketChanged
