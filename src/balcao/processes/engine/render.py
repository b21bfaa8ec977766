"""An effect as the document writes it, made ready for one ticket."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from balcao.lib.names import clean_line
from balcao.lib.texts import Texts
from balcao.processes.engine.conditions.evaluate import today_in
from balcao.processes.engine.document import Document, Value
from balcao.processes.engine.effects import (
    AddNote,
    AddParticipant,
    AskApproval,
    ClearField,
    CopyField,
    DocumentEffect,
    IncrementField,
    LinkTicket,
    NewTicket,
    SendMail,
    SendMessage,
    SetField,
    SetTitle,
    Webhook,
)
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.placeholders import filled_in
from balcao.processes.engine.values.facts import value_of
from balcao.processes.engine.values.plain import MAX_LONGTEXT, MAX_TEXT

MAX_TITLE = 140
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,6})?")
LONGEST = {"text": MAX_TEXT, "longtext": MAX_LONGTEXT}


def rendered(  # noqa: PLR0911 - one answer per kind of effect
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
        case IncrementField(field=name, by=by):
            total = _sum(fields.get(name, ""), by)
            return SetField(name, total), {**fields, name: total}
        case CopyField(source=source, field=name):
            found = value_of(document.fields[name], source, facts, fields, today_in(facts.zone, now))
            if found is None:
                return ClearField(name), {other: value for other, value in fields.items() if other != name}
            return SetField(name, found), {**fields, name: found}
    return _asked(effect, fields, text, facts.requester.language), fields


def _asked(  # noqa: PLR0911 - one answer per kind of effect
    effect: DocumentEffect, fields: Mapping[str, Value], text: Callable[[str, str], str], language: str
) -> DocumentEffect:
    """What others are asked for, with its placeholders as values."""

    def every(texts: Texts) -> Texts:
        return {code: text(wording, code) for code, wording in texts.items()}

    match effect:
        case SendMail(subject=subject, texts=texts):
            return replace(effect, subject=every(subject), texts=every(texts))
        case AskApproval(question=question):
            return replace(effect, question=every(question))
        case AddParticipant(user=str() as user):
            return replace(effect, user=text(user, language))
        case LinkTicket(number=number):
            return replace(effect, number=text(number, language))
        case Webhook(data=data):
            return replace(effect, data={key: text(value, language) for key, value in data.items()})
        case NewTicket(subject=subject, text=body, fields=mapping):
            values = {theirs: fields[ours] for theirs, ours in mapping.items() if ours in fields}
            return replace(effect, subject=text(subject, language), text=text(body, language), values=values)
    return effect


def _sum(value: Value, by: str) -> str:
    """Both are decimal texts; what was not filled, or is no number (of an older version), counts as nothing."""
    known = value if isinstance(value, str) and _NUMBER.fullmatch(value) else "0"
    return f"{(Decimal(known) + Decimal(by)).normalize():f}"


def _value(
    document: Document, name: str, value: Value, text: Callable[[str, str], str], facts: Facts, now: datetime
) -> Value:
    kind = document.fields[name].type
    if kind == "date" and value == "today":
        return today_in(facts.zone, now)
    if kind in ("text", "longtext") and isinstance(value, str):
        return text(value, facts.requester.language)[: LONGEST[kind]]
    return value
