"""Values of fields that a document writes out: defaults, and what effects set."""

from __future__ import annotations

from dataclasses import replace

from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.place import Place
from balcao.processes.engine.source import Sequence
from balcao.processes.engine.values.dialog import pseudo_field
from balcao.processes.engine.values.kinds import clean_value
from balcao.processes.engine.values.problems import Wrong


def default_value(place: Place, name: str, declared: Field | None) -> Value | None:
    """The default of a field (of the process, or subject and body), in its stored form."""
    declared = declared or pseudo_field(name)
    if declared is None:
        return None
    value = written_value(place, declared)
    if value is None:
        place.note("bad_default")
    return value


def written_value(place: Place, declared: Field) -> Value | None:
    """What is written, if the field would take it; None otherwise. `today` stays a word for dates."""
    if declared.type in ("file", "notice"):
        return None
    if declared.type == "date" and place.raw() == "today":
        return "today"
    if declared.type == "boolean":
        text = place.raw()
        return text.lower() == "true" if text is not None and text.lower() in ("true", "false") else None
    try:
        # Limits relative to today are for people who fill in; what the document writes is only held to be a date.
        return clean_value(replace(declared, earliest=None, latest=None), _typed(place), "")
    except Wrong:
        return None


def _typed(place: Place) -> str | list[str]:
    if isinstance(place.node, Sequence):
        return [item.raw() or "" for item in place.items(500)]
    return place.raw() or ""
