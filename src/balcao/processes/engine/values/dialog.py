"""A dialog as it was sent: which fields it showed, what they hold, what is wrong. Pure, in the order of the dialog."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from balcao.lib.texts import Texts
from balcao.processes.engine.blank import empty_of, is_empty
from balcao.processes.engine.conditions.evaluate import Scope, holds, today_in
from balcao.processes.engine.document import PSEUDO_FIELDS, Condition, Dialog, Document, Field, FieldUse, Value
from balcao.processes.engine.errors import EngineError
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.values.facts import value_of
from balcao.processes.engine.values.kinds import clean_value
from balcao.processes.engine.values.problems import FieldProblem, Wrong

_NO_LABEL: Texts = {}
_PSEUDO: Mapping[str, Field] = {
    "subject": Field("subject", "text", _NO_LABEL, min=Decimal(5), max=Decimal(140)),
    "body": Field("body", "longtext", _NO_LABEL),
    "attachments": Field("attachments", "file", _NO_LABEL),
}
_REQUIRED_CODES = {"choice": "choose", "multiple": "choose", "boolean": "confirm", "file": "attach"}


@dataclass(frozen=True, slots=True)
class CleanedDialog:
    """`values` of every field shown (empty ones too), `shown` in order, and what is wrong."""

    values: dict[str, Value]
    shown: tuple[str, ...]
    problems: tuple[FieldProblem, ...]


def clean_values(
    document: Document,
    dialog: Dialog,
    raw: Mapping[str, str | list[str]],
    facts: Facts,
    now: datetime,
    *,
    stored: Mapping[str, Value] | None = None,
) -> CleanedDialog:
    """What was sent, normalised. Never raises. `stored` are the fields that the ticket already has.

    A field that is not shown is dropped and never required; whether it is shown follows from the fields before it.
    A value that is wrong counts as empty for the conditions after it.
    """
    today = today_in(facts.zone, now)
    values: dict[str, Value] = {}
    problems: list[FieldProblem] = []
    before = dict(stored or {})
    known = dict(before)
    for use in _shown(document, dialog, known, facts, now):
        declared = _declared(document, use)
        if use.read_only:
            # Whatever was sent: it was only to be read.
            known[use.field] = values[use.field] = _held(use, declared, before, facts, today)
            continue
        try:
            value = clean_value(declared, raw.get(use.field, ""), today)
        except Wrong as wrong:
            problems.append(FieldProblem(use.field, wrong.code, wrong.params))
            value = empty_of(declared.type)
        else:
            if is_empty(value) and _is_required(document, use, known, facts, now):
                problems.append(FieldProblem(use.field, _REQUIRED_CODES.get(declared.type, "required")))
        known[use.field] = value
        values[use.field] = value
    shown = tuple(values)
    problems += _against_rules(document, dialog, values, {problem.field for problem in problems}, known, facts, now)
    notices = {use.field for use in dialog.fields if _declared(document, use).type == "notice"}
    kept = {name: value for name, value in values.items() if name not in notices}
    return CleanedDialog(kept, shown, tuple(problems))


def visible_fields(
    document: Document,
    dialog: Dialog,
    values: Mapping[str, Value],
    facts: Facts,
    now: datetime,
    *,
    stored: Mapping[str, Value] | None = None,
) -> tuple[str, ...]:
    """The fields that a dialog shows when it holds these values, in order."""
    known = dict(stored or {})
    shown: list[str] = []
    for use in _shown(document, dialog, known, facts, now):
        known[use.field] = values.get(use.field, empty_of(_declared(document, use).type))
        shown.append(use.field)
    return tuple(shown)


def initial_values(
    document: Document,
    dialog: Dialog,
    facts: Facts,
    now: datetime,
    *,
    stored: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """What a dialog holds when it is opened: what the ticket has, else the default, else nothing."""
    today = today_in(facts.zone, now)
    found: dict[str, Value] = {}
    for use in dialog.fields:
        declared = _declared(document, use)
        if declared.type != "notice":
            found[use.field] = _held(use, declared, stored or {}, facts, today)
    return found


def _held(use: FieldUse, declared: Field, stored: Mapping[str, Value], facts: Facts, today: str) -> Value:
    """What a field holds before anybody typed: what the ticket has, else the default, else nothing."""
    if use.field in stored:
        return stored[use.field]
    default = today if declared.type == "date" and use.default == "today" else use.default
    if use.default_from is not None:
        default = value_of(declared, use.default_from, facts, {}, today)
    return empty_of(declared.type) if default is None else default


def _is_required(document: Document, use: FieldUse, known: Mapping[str, Value], facts: Facts, now: datetime) -> bool:
    """A condition that fails asks for nothing: a person cannot mend it."""
    if use.required_when is None:
        return use.required
    try:
        return use.required or holds(use.required_when, Scope(document.fields, known, facts, now))
    except EngineError:
        return use.required


def _against_rules(
    document: Document,
    dialog: Dialog,
    values: Mapping[str, Value],
    wrong: Collection[str],
    known: Mapping[str, Value],
    facts: Facts,
    now: datetime,
) -> Iterator[FieldProblem]:
    """The first rule of each filled field that does not hold, judged when all answers are known."""
    scope = Scope(document.fields, known, facts, now)
    for use in dialog.fields:
        if use.field not in values or use.field in wrong or use.read_only or is_empty(values[use.field]):
            continue
        for rule in use.valid_when:
            if not _holds_or_fails(rule.when, scope):
                yield FieldProblem(use.field, "own", {"message": rule.message.get("pt-br", "")}, rule.message)
                break


def _holds_or_fails(condition: Condition, scope: Scope) -> bool:
    """A rule that cannot be evaluated says nothing against the answer."""
    try:
        return holds(condition, scope)
    except EngineError:
        return True


def pseudo_field(name: str) -> Field | None:
    """How subject and body are held to limits; None for every other name."""
    return _PSEUDO.get(name) if name != "attachments" else None


def _shown(
    document: Document, dialog: Dialog, known: dict[str, Value], facts: Facts, now: datetime
) -> Iterator[FieldUse]:
    """The fields shown, one by one: whoever takes one puts its value into `known` before asking for the next."""
    # What this dialog asks for is not yet known, whatever the ticket had: hidden fields count as empty.
    for use in dialog.fields:
        known.pop(use.field, None)
    for use in dialog.fields:
        if _is_shown(document, use, known, facts, now):
            yield use


def _is_shown(document: Document, use: FieldUse, known: Mapping[str, Value], facts: Facts, now: datetime) -> bool:
    if use.show_when is None:
        return True
    try:
        return holds(use.show_when, Scope(document.fields, known, facts, now))
    except EngineError:
        # Asking too much is mended by leaving it empty; a field that cannot be reached is not.
        return True


def _declared(document: Document, use: FieldUse) -> Field:
    declared = _PSEUDO.get(use.field) or document.fields[use.field]
    # An optional subject may be short: only who writes one is held to its limits.
    return declared if use.field != "subject" or use.required else replace(declared, min=None)


assert set(_PSEUDO) == set(PSEUDO_FIELDS)
