"""What `front/dialog_form.html` shows of a dialog: one part for each field, with the rule that hides it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.forms import BoundField

from balcao.files.models import StoredFile
from balcao.front.dialog_fields import Look, look_of
from balcao.front.uploads import kept_name
from balcao.lib.texts import pick
from balcao.processes import engine

if TYPE_CHECKING:
    from balcao.front.dialogs import DialogForm


@dataclass(frozen=True, slots=True)
class Part:
    """A field with its control, or a notice with its words. `kept_name` is set for files only."""

    name: str
    look: Look
    show_when: str
    bound: BoundField | None = None
    notice: str = ""
    help: str = ""
    kept: list[StoredFile] = field(default_factory=list)
    kept_name: str = ""


def parts_of(form: DialogForm) -> list[Part]:
    """In the order of the dialog. Left out is only what no answer given in this dialog could bring up."""
    shown = set(_shown_now(form))
    parts = []
    for use in form.dialog.fields:
        rule = engine.show_rule(use.show_when, _constants(form))
        if rule is None and use.field not in shown and not _asks_for_answers(use):
            continue
        parts.append(_part(form, use, json.dumps(rule, ensure_ascii=False) if rule else ""))
    return parts


def rows_of(parts: list[Part]) -> list[list[Part]]:
    """Two short fields that follow each other, and that nothing hides, share a line."""
    rows: list[list[Part]] = []
    for part in parts:
        last = rows[-1] if rows else []
        if len(last) == 1 and _pairs(last[0]) and _pairs(part):
            last.append(part)
        else:
            rows.append([part])
    return rows


def _pairs(part: Part) -> bool:
    return part.look.is_short and not part.show_when


def _part(form: DialogForm, use: engine.FieldUse, show_when: str) -> Part:
    declared = form.declared(use)
    look = look_of(use.field, declared)
    if declared is not None and declared.type == "notice":
        words, more = pick(declared.label, form.language), pick(declared.help or {}, form.language)
        return Part(use.field, look, show_when, notice=words, help=more)
    bound = form.form[use.field]
    if use.field in form.file_fields:
        return Part(use.field, look, show_when, bound, kept=form.kept(use.field), kept_name=kept_name(bound.html_name))
    return Part(use.field, look, show_when, bound)


def _constants(form: DialogForm) -> dict[str, engine.Value]:
    """What the ticket has and this dialog does not ask for: the browser cannot know it."""
    asked = {use.field for use in form.dialog.fields}
    return {name: value for name, value in form.stored.items() if name not in asked}


def _shown_now(form: DialogForm) -> tuple[str, ...]:
    values = form.values or engine.initial_values(form.document, form.dialog, form.facts, form.now, stored=form.stored)
    return engine.visible_fields(form.document, form.dialog, values, form.facts, form.now, stored=form.stored)


def _asks_for_answers(use: engine.FieldUse) -> bool:
    source = use.show_when.source if use.show_when else ""
    return "fields." in source or "filled." in source
