"""What a process asks for. The engine only says it; `tickets` carries it out, in the order given."""

from __future__ import annotations

from dataclasses import dataclass

from balcao.lib.texts import Texts


@dataclass(frozen=True, slots=True)
class Span:
    """Business time: whole business days and, on top, minutes inside working hours."""

    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class SetState:
    state: str


@dataclass(frozen=True, slots=True)
class SetQueue:
    queue: str


@dataclass(frozen=True, slots=True)
class SetPriority:
    """1 is the lowest, 3 normal, 5 the highest."""

    priority: int


@dataclass(frozen=True, slots=True)
class SetOwner:
    """The person with that user name, somebody of that role, or (both None) nobody."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SetTitle:
    title: str


@dataclass(frozen=True, slots=True)
class SetField:
    field: str
    value: str | bool | list[str]


@dataclass(frozen=True, slots=True)
class ClearField:
    field: str


@dataclass(frozen=True, slots=True)
class AddNote:
    """An internal note, read by the team only."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class SendMessage:
    """A message that the customer reads."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class ChangeActivity:
    activity: str


@dataclass(frozen=True, slots=True)
class ChangeStage:
    stage: str


@dataclass(frozen=True, slots=True)
class SetPromise:
    """The internal promise of the activity just entered; both None when it has none."""

    response: Span | None
    resolution: Span | None


@dataclass(frozen=True, slots=True)
class WakeAfter:
    """Send `TimerFired(name)` after that much business time, unless the activity was left by then."""

    name: str
    after: Span


@dataclass(frozen=True, slots=True)
class FinishProcess:
    pass


DocumentEffect = SetState | SetQueue | SetPriority | SetOwner | SetTitle | SetField | ClearField | AddNote | SendMessage
"""Effects that a document may ask for under `do`."""

Effect = DocumentEffect | ChangeActivity | ChangeStage | SetPromise | WakeAfter | FinishProcess
