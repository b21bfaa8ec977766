"""What a transition asks for under `do`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from balcao.processes.engine import effects as kinds
from balcao.processes.engine.effects import DocumentEffect
from balcao.processes.engine.place import Place
from balcao.processes.engine.reading.asking import ASKING
from balcao.processes.engine.reading.parts import Fields, field_named, note_placeholders, person, read_span, texts_of
from balcao.processes.engine.reading.values import written_value
from balcao.processes.engine.source import Mapping as YamlMapping
from balcao.processes.engine.values.facts import FACT_TYPES, FACTS_TO_COPY

MAX_EFFECTS = 50
_ATTRIBUTES: tuple[Literal["state", "queue", "priority"], ...] = ("state", "queue", "priority")


def read_effects(place: Place, fields: Fields) -> tuple[DocumentEffect, ...]:
    """The effects in order; one that is wrong is noted and left out."""
    found = []
    for item in place.items(MAX_EFFECTS):
        keys = item.keys()
        if len(keys) != 1:
            if keys:
                item.note("one_effect")
            continue
        item.only(tuple(READERS))
        reader = READERS.get(keys[0])
        effect = reader(item.get(keys[0]), fields) if reader else None
        if effect is not None:
            found.append(effect)
    return tuple(found)


def _set_state(place: Place, _fields: Fields) -> DocumentEffect | None:
    """A slug, or `{state: …, for: 2d, then: …}`."""
    if not isinstance(place.node, YamlMapping):
        state = _named(place)
        return kinds.SetState(state) if state else None
    place.only(("state", "for", "then"))
    state, pending, then = place.need("state").id(), read_span(place.need("for")), place.get("then").id()
    return kinds.SetState(state, pending, then or None) if state and pending else None


def _set_queue(place: Place, _fields: Fields) -> DocumentEffect | None:
    queue = _named(place)
    return kinds.SetQueue(queue) if queue else None


def _named(place: Place) -> str:
    if not place:
        place.note("empty_text")
    return place.id()


def _set_priority(place: Place, _fields: Fields) -> DocumentEffect | None:
    if not place:
        place.note("not_integer")
    priority = place.integer(1, 5)
    return None if priority is None else kinds.SetPriority(priority)


def _set_from(place: Place, fields: Fields) -> DocumentEffect | None:
    """`{priority: field}`: the field must be a choice whose options are what the attribute can be."""
    place.only(("state", "queue", "priority"))
    keys = place.keys()
    if len(keys) != 1:
        place.note("one_effect")
        return None
    declared = field_named(place.get(keys[0]), fields)
    attribute = next((known for known in _ATTRIBUTES if known == keys[0]), None)
    if declared is None or attribute is None:
        return None
    levels = {"1", "2", "3", "4", "5"}
    if declared.type != "choice" or (attribute == "priority" and {one.id for one in declared.options} - levels):
        place.note("not_a_choice_field", field=declared.id)
        return None
    return kinds.SetFrom(attribute, declared.id)


def _set_owner(place: Place, _fields: Fields) -> DocumentEffect | None:
    who = person(place)
    return None if who is None else kinds.SetOwner(*who)


def _set_responsible(place: Place, _fields: Fields) -> DocumentEffect | None:
    who = person(place)
    return None if who is None else kinds.SetResponsible(*who)


def _set_kind(place: Place, _fields: Fields) -> DocumentEffect | None:
    if not place:
        place.note("empty_text")
    kind = place.text(60)
    return kinds.SetKind(kind) if kind else None


def _set_title(place: Place, fields: Fields) -> DocumentEffect | None:
    if not place:
        place.note("empty_text")
    title = place.text(200)
    note_placeholders(place, title, fields)
    return kinds.SetTitle(title) if title else None


def _set_field(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("field", "value"))
    declared = field_named(place.need("field"), fields)
    value_place = place.need("value")
    if declared is None or not value_place:
        return None
    value = written_value(value_place, declared)
    if value is None:
        value_place.note("bad_value", field=declared.id)
        return None
    if isinstance(value, str) and declared.type in ("text", "longtext"):
        note_placeholders(value_place, value, fields)
    return kinds.SetField(declared.id, value)


def _clear_field(place: Place, fields: Fields) -> DocumentEffect | None:
    declared = field_named(place, fields)
    return kinds.ClearField(declared.id) if declared else None


def _increment_field(place: Place, fields: Fields) -> DocumentEffect | None:
    """The name of a number or an amount, or `{field: …, by: …}`."""
    if isinstance(place.node, YamlMapping):
        place.only(("field", "by"))
        declared, by = field_named(place.need("field"), fields), place.get("by").decimal()
    else:
        declared, by = field_named(place, fields), None
    if declared is None:
        return None
    if declared.type not in ("number", "money"):
        place.note("not_a_number_field", field=declared.id)
        return None
    return kinds.IncrementField(declared.id, "1" if by is None else str(by))


def _copy_field(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("from", "to"))
    source, target = place.need("from").text(80), field_named(place.need("to"), fields)
    if target is None or not source:
        return None
    if source in FACTS_TO_COPY:
        fits = target.type in FACT_TYPES
    else:
        origin = field_named(place.get("from"), fields)
        if origin is None:
            return None
        fits = origin.type == target.type or target.type in ("text", "longtext")
    if not fits:
        place.note("copy_types", source=source, field=target.id)
        return None
    return kinds.CopyField(source, target.id)


def _add_note(place: Place, fields: Fields) -> DocumentEffect | None:
    texts = texts_of(place, fields)
    return kinds.AddNote(texts) if texts else None


def _send_message(place: Place, fields: Fields) -> DocumentEffect | None:
    texts = texts_of(place, fields)
    return kinds.SendMessage(texts) if texts else None


READERS: Mapping[str, Callable[[Place, Fields], DocumentEffect | None]] = {
    "set_state": _set_state,
    "set_queue": _set_queue,
    "set_priority": _set_priority,
    "set_from": _set_from,
    "set_owner": _set_owner,
    "set_responsible": _set_responsible,
    "set_kind": _set_kind,
    "set_title": _set_title,
    "set_field": _set_field,
    "clear_field": _clear_field,
    "increment_field": _increment_field,
    "copy_field": _copy_field,
    "add_note": _add_note,
    "send_message": _send_message,
    **ASKING,
}
