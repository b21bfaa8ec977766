"""Things that a document declares and does not use, or uses to no effect."""

from __future__ import annotations

from collections.abc import Iterator

from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.conditions import compiled
from balcao.processes.engine.conditions.static import fields_read
from balcao.processes.engine.document import Document, Transition
from balcao.processes.engine.effects import (
    ClearField,
    CopyField,
    DocumentEffect,
    IncrementField,
    NewTicket,
    SetField,
    SetFrom,
)
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.reading.links import conditions_of, effects_of

COMFORTABLE_STAGES = 6


def usage_problems(document: Document) -> Iterator[Problem]:
    """What is declared for nothing."""
    if len(document.stages) > COMFORTABLE_STAGES:
        yield problem_at(document, "stages", "many_stages", count=len(document.stages))
    if "customer" not in document.start_dialog.actors:
        yield problem_at(document, "start.dialog", "start_not_for_customer")
    offered = {dialog for activity in document.activities.values() for dialog in activity.dialogs}
    for dialog in document.dialogs:
        if dialog not in offered:
            yield problem_at(document, f"dialogs.{dialog}", "dialog_unused", dialog=dialog)
    used = _fields_used(document)
    for field in document.fields:
        if field not in used:
            yield problem_at(document, f"fields.{field}", "field_unused", field=field)
    yield from _unusable_dialogs(document)


def _fields_used(document: Document) -> set[str]:
    used = {use.field for dialog in document.dialogs.values() for use in dialog.fields}
    for condition in conditions_of(document):
        used.update(name for name, _at in fields_read(compiled(condition.source).tree))
    for _path, effect in effects_of(document):
        used |= _fields_of(effect)
    return used


def _fields_of(effect: DocumentEffect) -> set[str]:
    match effect:
        case SetFrom(field=field) | SetField(field=field) | ClearField(field=field) | IncrementField(field=field):
            return {field}
        case CopyField(source=source, field=field):
            return {source, field}
        case NewTicket(fields=fields):
            return set(fields.values())
    return set()


def _unusable_dialogs(document: Document) -> Iterator[Problem]:
    """A dialog that asks for nothing and leads nowhere is a button that does nothing."""
    for activity in document.activities.values():
        for index, name in enumerate(activity.dialogs):
            dialog = document.dialogs[name]
            asks = any(
                use.field not in document.fields or document.fields[use.field].type != "notice" for use in dialog.fields
            )
            does = dialog.do or any(_fires_on(name, transition) for transition in activity.transitions)
            if not asks and not does:
                yield problem_at(document, f"activities.{activity.id}.dialogs[{index}]", "dialog_unusable", dialog=name)


def _fires_on(dialog: str, transition: Transition) -> bool:
    return transition.on in ("dialog", "any") and transition.dialog in (None, dialog)
