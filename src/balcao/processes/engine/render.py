"""An effect as the document writes it, made ready for one ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from balcao.lib.names import clean_line
from balcao.processes.engine.conditions.evaluate import today_in
from balcao.processes.engine.document import Document, Value
from balcao.processes.engine.effects import AddNote, ClearField, DocumentEffect, SendMessage, SetField, SetTitle
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.placeholders import filled_in
from balcao.processes.engine.values.plain import MAX_LONGTEXT, MAX_TEXT

MAX_TITLE = 140
LONGEST = {"text": MAX_TEXT, "longtext": MAX_LONGTEXT}


def rendered(
    effect: DocumentEffect, document: Document, fields: Mapping[str, Value], facts: Facts, now: datetime
) -> tuple[DocumentEffect, Mapping[str, Value]]:
    """The effect with its placeholders as values, and the fields after it."""

    def text(template: str, language: str) -> str:
        return filled_in(template, language, document.fields, fields, facts, now)

    match effect:
        case SetTitle(title=title):
            return SetTitle(clean_line(text(title, facts.requester.language), MAX_TITLE)), fields
        case AddNote(texts=texts) | SendMessage(texts=texts):
            return replace(effect, texts={code: text(wording, code) for code, wording in texts.items()}), fields
        case SetField(field=name, value=value):
            value = _value(document, name, value, text, facts, now)
            return SetField(name, value), {**fields, name: value}
        case ClearField(field=name):
            return effect, {other: value for other, value in fields.items() if other != name}
    return effect, fields


def _value(
    document: Document, name: str, value: Value, text: Callable[[str, str], str], facts: Facts, now: datetime
) -> Value:
    kind = document.fields[name].type
    if kind == "date" and value == "today":
        return today_in(facts.zone, now)
    if kind in ("text", "longtext") and isinstance(value, str):
        return text(value, facts.requester.language)[: LONGEST[kind]]
    return value
