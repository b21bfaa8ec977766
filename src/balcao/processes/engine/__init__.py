"""The process engine: documents in, effects out. Pure Python, no Django, nothing of ours but `lib`.

`parse` and `check` a document, ask a dialog with `initial_values`, `visible_fields`, `clean_values`, run it
with `start` and `advance`. The language is described in `docs/reference/process-document.md`.
"""

from balcao.processes.engine.advance import Advance, advance, dialogs_for, start
from balcao.processes.engine.blank import empty_of, is_empty
from balcao.processes.engine.checking import Names, check, check_text
from balcao.processes.engine.conditions import show_rule
from balcao.processes.engine.document import (
    FIELD_TYPES,
    PSEUDO_FIELDS,
    Activity,
    Actor,
    Condition,
    Dialog,
    Document,
    Field,
    FieldType,
    FieldUse,
    Option,
    Promise,
    Stage,
    Transition,
    Value,
)
from balcao.processes.engine.effects import (
    AddNote,
    ChangeActivity,
    ChangeStage,
    ClearField,
    Effect,
    FinishProcess,
    SendMessage,
    SetField,
    SetOwner,
    SetPriority,
    SetPromise,
    SetQueue,
    SetState,
    SetTitle,
    Span,
    WakeAfter,
)
from balcao.processes.engine.errors import DialogNotOffered, EngineError, EngineStopped
from balcao.processes.engine.facts import ContractFacts, Facts, OrganizationFacts, RequesterFacts, TicketFacts
from balcao.processes.engine.happenings import DialogSubmitted, Happening, Reopened, Replied, StateChanged, TimerFired
from balcao.processes.engine.problem_texts import PROBLEMS, ProblemText
from balcao.processes.engine.problems import DocumentInvalid, Problem, Severity
from balcao.processes.engine.reading import parse
from balcao.processes.engine.run import Run
from balcao.processes.engine.steps import Step, steps
from balcao.processes.engine.values import (
    FIELD_PROBLEMS,
    CleanedDialog,
    FieldProblem,
    clean_values,
    initial_values,
    shown_value,
    visible_fields,
)

__all__ = [
    "FIELD_PROBLEMS",
    "FIELD_TYPES",
    "PROBLEMS",
    "PSEUDO_FIELDS",
    "Activity",
    "Actor",
    "AddNote",
    "Advance",
    "ChangeActivity",
    "ChangeStage",
    "CleanedDialog",
    "ClearField",
    "Condition",
    "ContractFacts",
    "Dialog",
    "DialogNotOffered",
    "DialogSubmitted",
    "Document",
    "DocumentInvalid",
    "Effect",
    "EngineError",
    "EngineStopped",
    "Facts",
    "Field",
    "FieldProblem",
    "FieldType",
    "FieldUse",
    "FinishProcess",
    "Happening",
    "Names",
    "Option",
    "OrganizationFacts",
    "Problem",
    "ProblemText",
    "Promise",
    "Reopened",
    "Replied",
    "RequesterFacts",
    "Run",
    "SendMessage",
    "SetField",
    "SetOwner",
    "SetPriority",
    "SetPromise",
    "SetQueue",
    "SetState",
    "SetTitle",
    "Severity",
    "Span",
    "Stage",
    "StateChanged",
    "Step",
    "TicketFacts",
    "TimerFired",
    "Transition",
    "Value",
    "WakeAfter",
    "advance",
    "check",
    "check_text",
    "clean_values",
    "dialogs_for",
    "empty_of",
    "initial_values",
    "is_empty",
    "parse",
    "show_rule",
    "shown_value",
    "start",
    "steps",
    "visible_fields",
]
