"""What a process document says, as frozen values. `parse` makes them; nothing else should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from balcao.lib.texts import Texts
from balcao.processes.engine.effects import DocumentEffect, Span

Value = str | bool | list[str]
"""What a field holds, ready for JSON. Numbers and money are decimal strings (`"1234.5"`): floats would round."""

Actor = Literal["customer", "agent"]
CustomerPermission = Literal["anyone", "participant", "requester", "manager"]
AgentPermission = Literal["write", "assign"]
Decision = Literal["approved", "refused"]
Trigger = Literal["dialog", "reply", "state", "reopen", "timer", "approval", "enter", "any"]
FieldType = Literal[
    "text",
    "longtext",
    "number",
    "money",
    "date",
    "time",
    "choice",
    "multiple",
    "boolean",
    "file",
    "email",
    "phone",
    "cpf",
    "cnpj",
    "cep",
    "uf",
    "city",
    "person",
    "nfe_key",
    "notice",
]

FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
DECISIONS: tuple[Decision, ...] = get_args(Decision)
TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
PSEUDO_FIELDS = ("subject", "body", "attachments")
"""Parts of the first message (or of the reply) that any dialog may use; they are the message's, not the process's."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A CEL expression and where it stands in the document."""

    source: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    name: Texts


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Field:
    """`min`/`max`: characters (texts), a value (number, money) or how many (multiple, file). Dates: earliest/latest."""

    id: str
    type: FieldType
    label: Texts
    help: Texts | None = None
    options: tuple[Option, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int | None = None
    earliest: str | None = None
    latest: str | None = None
    pattern: str | None = None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be true of the answers, and what is said when it is not."""

    when: Condition
    message: Texts


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field as one dialog uses it."""

    field: str
    required: bool = False
    show_when: Condition | None = None
    default: Value | None = None
    default_from: str | None = None
    """A fact such as `requester.email` that the field holds at first."""
    read_only: bool = False
    required_when: Condition | None = None
    valid_when: tuple[Rule, ...] = ()
    section: Texts | None = None
    """The heading under which it stands; fields that follow each other with the same one share it."""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who of each side may send a dialog."""

    customer: CustomerPermission = "anyone"
    agent: AgentPermission = "write"


@dataclass(frozen=True, slots=True)
class Dialog:
    """`description` is the long one; `short` says in a few words what it is for, `advice` what sending it means."""

    id: str
    title: Texts
    description: Texts | None
    actors: tuple[Actor, ...]
    fields: tuple[FieldUse, ...]
    submit: Texts
    short: Texts | None = None
    advice: Texts | None = None
    permission: Permission = Permission()
    do: tuple[DocumentEffect, ...] = ()
    """What sending it does, before the transitions are tried: conditions see what comes of it."""
    internal: bool = False
    """What an agent writes in it is a note of the team, not a message to the customer."""

    @property
    def is_one_click(self) -> bool:
        """Nothing to fill in: a button is enough."""
        return not self.fields


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon the team wants to answer and to finish this activity, in business time."""

    response: Span | None = None
    resolution: Span | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """`to` None stays in the activity. `dialog`, `by`, `state`, `decision` narrow the trigger.

    A timer has either its wait since the activity was entered (`after`) or the name (`timer`) of one set elsewhere.
    """

    on: Trigger
    to: str | None
    when: Condition | None = None
    do: tuple[DocumentEffect, ...] = ()
    dialog: str | None = None
    by: Actor | None = None
    state: str | None = None
    after: Span | None = None
    timer: str | None = None
    decision: Decision | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    id: str
    name: Texts
    customer_name: Texts
    stage: str
    state: str | None
    """None, in documents that go one step at a time only: the ticket keeps the state that it has."""
    queue: str | None = None
    promise: Promise = Promise()
    dialogs: tuple[str, ...] = ()
    transitions: tuple[Transition, ...] = ()
    end: bool = False

    def timer_name(self, transition: Transition) -> str:
        """The name under which a timer transition is woken."""
        if transition.timer is not None:
            return named_timer(self.id, transition.timer)
        return f"{self.id}.{self.transitions.index(transition)}"


def named_timer(activity: str, timer: str) -> str:
    """How a timer that was set by name is woken in an activity."""
    return f"{activity}:{timer}"


@dataclass(frozen=True, slots=True)
class Start:
    activity: str
    dialog: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole process. Every name in it that points inside it is known to exist."""

    slug: str
    tool: str
    name: Texts
    use_when: Texts
    stages: tuple[Stage, ...]
    fields: Mapping[str, Field]
    start: Start
    activities: Mapping[str, Activity]
    dialogs: Mapping[str, Dialog]
    description: Texts | None = None
    synonyms: tuple[str, ...] = ()
    one_step: bool = False
    """At most one transition for each thing that happens, as in the systems that such documents come from."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def stage(self, stage_id: str) -> Stage:
        return next(stage for stage in self.stages if stage.id == stage_id)

    @property
    def start_dialog(self) -> Dialog:
        return self.dialogs[self.start.dialog]
