"""What a process asks for. The engine only says it; `tickets` carries it out, in the order given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from balcao.lib.texts import Texts


@dataclass(frozen=True, slots=True)
class Span:
    """Business time: whole business days and, on top, minutes inside working hours."""

    days: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class SetState:
    """`pending`: for how long it waits there, in business time; then comes the state `then`, or only a reminder."""

    state: str
    pending: Span | None = None
    then: str | None = None


@dataclass(frozen=True, slots=True)
class SetQueue:
    queue: str


@dataclass(frozen=True, slots=True)
class SetPriority:
    """1 is the lowest, 3 normal, 5 the highest."""

    priority: int


@dataclass(frozen=True, slots=True)
class SetFrom:
    """Give the ticket what a choice of the form holds; told as SetState, SetQueue or SetPriority. Nothing if empty."""

    attribute: Literal["state", "queue", "priority"]
    field: str


@dataclass(frozen=True, slots=True)
class SetOwner:
    """The person with that user name, somebody of that role, or (both None) nobody."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SetResponsible:
    """Who answers for the ticket besides its owner; as SetOwner."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SetTitle:
    title: str


@dataclass(frozen=True, slots=True)
class SetKind:
    """What sort of ticket it is: a word of the desk's own, such as «Incidente»."""

    kind: str


@dataclass(frozen=True, slots=True)
class SetField:
    field: str
    value: str | bool | list[str]


@dataclass(frozen=True, slots=True)
class ClearField:
    field: str


@dataclass(frozen=True, slots=True)
class IncrementField:
    """Add to a number or an amount; told as SetField. `by` is a decimal text, possibly negative."""

    field: str
    by: str = "1"


@dataclass(frozen=True, slots=True)
class CopyField:
    """Put the value of a field, or of a fact such as `requester.email`, into another; told as Set- or ClearField."""

    source: str
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
class SendMail:
    """An e-mail to each of `to`: MAIL_ROLES or addresses, in the language of whoever reads it."""

    to: tuple[str, ...]
    subject: Texts
    texts: Texts


@dataclass(frozen=True, slots=True)
class AddParticipant:
    """Somebody of the customer's side, by user name or e-mail address; `role` "manager": the company's managers."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AddWatcher:
    """Somebody of the desk who follows the ticket; as SetOwner."""

    user: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A linked ticket of another process. `fields`: theirs → ours; `values` are filled in when it is asked for."""

    process: str
    subject: str = ""
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str | bool | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkTicket:
    """Link with the ticket of this number (a text that may have placeholders)."""

    number: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """A signed JSON POST; `data` are texts with placeholders."""

    url: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Fire `on: timer` transitions of this name after that much business time, in the activity that comes next."""

    timer: str
    span: Span


@dataclass(frozen=True, slots=True)
class AskApproval:
    """A manager of the customer's company decides, in the activity that comes next."""

    question: Texts


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


MAIL_ROLES = ("requester", "participants", "manager", "owner", "responsible", "watchers", "queue")
"""Whom an e-mail can go to without an address; `queue`: the agents who answer in it, `manager`: the company's."""

LEAVING = (SendMail, Webhook)
"""Effects that leave the house: asked for in the transaction, carried out after it."""

DocumentEffect = (
    SetState
    | SetQueue
    | SetPriority
    | SetFrom
    | SetOwner
    | SetResponsible
    | SetTitle
    | SetKind
    | SetField
    | ClearField
    | IncrementField
    | CopyField
    | AddNote
    | SendMessage
    | SendMail
    | AddParticipant
    | AddWatcher
    | NewTicket
    | LinkTicket
    | Webhook
    | Wait
    | AskApproval
)
"""Effects that a document may ask for under `do`."""

Effect = DocumentEffect | ChangeActivity | ChangeStage | SetPromise | WakeAfter | FinishProcess
