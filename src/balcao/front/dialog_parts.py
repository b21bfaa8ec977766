"""What `front/dialog_form.html` shows of a dialog: one part for each field, with the rule that hides it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.front.dialog_fields import Look, look_of
from balcao.front.uploads import kept_name
from balcao.lib.texts import Texts, pick
from balcao.processes import engine

if TYPE_CHECKING:
    from balcao.front.dialogs import DialogForm


@dataclass(frozen=True, slots=True)
class Part:
    """A field with its control, a notice with its words, or a value to be read (`label`, `read`).

    `heading` opens a section of the dialog; `kept_name` is set for files only.
    """

    name: str
    look: Look
    show_when: str
    bound: BoundField | None = None
    notice: str = ""
    help: str = ""
    kept: list[StoredFile] = field(default_factory=list)
    kept_name: str = ""
    label: str = ""
    read: str = ""
    heading: str = ""


def parts_of(form: DialogForm) -> list[Part]:
    """In the order of the dialog. Left out is only what no answer given in this dialog could bring up."""
    shown = set(_shown_now(form))
    parts: list[Part] = []
    section: Texts | None = None
    for use in form.dialog.fields:
        rule = engine.show_rule(use.show_when, _constants(form))
        if rule is None and use.field not in shown and not _asks_for_answers(use):
            continue
        parts.append(_part(form, use, json.dumps(rule, ensure_ascii=False) if rule else ""))
        begins = use.section is not None and use.section is not section
        section = use.section
        if begins and use.section is not None:
            parts[-1] = replace(parts[-1], heading=pick(use.section, form.language))
    return parts


def rows_of(parts: list[Part]) -> list[list[Part]]:
    """Two short fields that follow each other, and that nothing hides, share a line."""
    rows: list[list[Part]] = []
    for part in parts:
        last = rows[-1] if rows else []
        if len(last) == 1 and _pairs(last[0]) and _pairs(part) and not part.heading:
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
    if use.read_only:
        return _read(form, use, declared, show_when)
    bound = form.form[use.field]
    if use.field in form.file_fields:
        return Part(use.field, look, show_when, bound, kept=form.kept(use.field), kept_name=kept_name(bound.html_name))
    return Part(use.field, look, show_when, bound)


def _read(form: DialogForm, use: engine.FieldUse, declared: engine.Field | None, show_when: str) -> Part:
    value = form.held(use)
    if declared is None:
        label = {"subject": _("Subject"), "body": _("Description")}.get(use.field, _("Attachments"))
        return Part(use.field, look_of(use.field, None), show_when, label=label, read=str(value))
    label, shown = pick(declared.label, form.language), engine.shown_value(declared, value, form.language)
    return Part(use.field, look_of(use.field, declared), show_when, label=label, read=shown)


def _constants(form: DialogForm) -> dict[str, engine.Value]:
    """What the ticket has and this dialog does not ask for: the browser cannot know it."""
    asked = {use.field for use in form.dialog.fields}
    known = {name: value for name, value in form.stored.items() if name not in asked}
    return known | {use.field: form.held(use) for use in form.dialog.fields if use.read_only}


def _shown_now(form: DialogForm) -> tuple[str, ...]:
    values = form.values or engine.initial_values(form.document, form.dialog, form.facts, form.now, stored=form.stored)
    return engine.visible_fields(form.document, form.dialog, values, form.facts, form.now, stored=form.stored)


def _asks_for_answers(use: engine.FieldUse) -> bool:
    source = use.show_when.source if use.show_when else ""
    return "fields." in source or "filled." in source
