"""`{ticket.number}` in texts of a document: names of a fixed list become values, nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from balcao.processes.engine.conditions.evaluate import today_in
from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.facts import Facts
from balcao.processes.engine.values.plain import brazilian_date
from balcao.processes.engine.values.shown import shown_value

PLACEHOLDERS = (
    "ticket.number",
    "ticket.subject",
    "requester.name",
    "requester.email",
    "organization.name",
    "contract.tool_name",
    "today",
)
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def known_placeholders(fields: Mapping[str, Field]) -> tuple[str, ...]:
    """Every name that a text of this document may show."""
    return (*PLACEHOLDERS, *(f"fields.{name}" for name, declared in fields.items() if declared.type != "notice"))


def unknown_placeholders(text: str, fields: Mapping[str, Field]) -> Iterator[str]:
    """Names between single braces that stand for nothing."""
    known = known_placeholders(fields)
    for match in _BRACES.finditer(text):
        name = match.group(1)
        if name is not None and name not in known:
            yield name


def filled_in(
    text: str, language: str, fields: Mapping[str, Field], values: Mapping[str, Value], facts: Facts, now: datetime
) -> str:
    """The text with its placeholders as values, written for a reader of `language`."""

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return match.group()[0]
        root, _, member = name.partition(".")
        if root == "fields":
            return (
                shown_value(fields[member], values[member], language) if member in fields and member in values else ""
            )
        if name == "today":
            today = today_in(facts.zone, now)
            return today if language == "en" else brazilian_date(today)
        return str(getattr(getattr(facts, root), member)) if name in PLACEHOLDERS else match.group()

    return _BRACES.sub(one, text)
