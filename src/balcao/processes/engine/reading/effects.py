"""What a transition asks for under `do`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from balcao.lib.texts import Texts
from balcao.processes.engine import effects as kinds
from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.effects import DocumentEffect, Span
from balcao.processes.engine.place import Place, guess
from balcao.processes.engine.placeholders import known_placeholders, unknown_placeholders
from balcao.processes.engine.reading.values import written_value
from balcao.processes.engine.source import Mapping as YamlMapping

MAX_EFFECTS = 50
_LOGIN = re.compile(r"[\w.@+-]{1,150}")
_SPAN = re.compile(r"(?:([0-9]{1,3})d)?(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?")

Fields = Mapping[str, Field]


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


def read_span(place: Place) -> Span | None:
    """Business time such as 30m, 4h, 2d, 1d4h."""
    text = place.raw()
    if text is None:
        return None
    found = _SPAN.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not days + hours + minutes:
        place.note("not_span", value=text[:40])
        return None
    return Span(days, hours * 60 + minutes)


def _set_state(place: Place, _fields: Fields) -> DocumentEffect | None:
    state = _named(place)
    return kinds.SetState(state) if state else None


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


def _set_owner(place: Place, _fields: Fields) -> DocumentEffect | None:
    if not isinstance(place.node, YamlMapping):
        if place.raw() != "none":
            place.note("owner_shape")
        return kinds.SetOwner()
    place.only(("user", "role"))
    user, role = place.get("user"), place.get("role")
    if bool(user) == bool(role):
        place.note("owner_shape")
        return None
    if role:
        return kinds.SetOwner(role=role.id())
    login = user.text(150)
    if login and not _LOGIN.fullmatch(login):
        user.note("bad_id", id=login[:60])
    return kinds.SetOwner(user=login)


def _set_title(place: Place, fields: Fields) -> DocumentEffect | None:
    if not place:
        place.note("empty_text")
    title = place.text(200)
    _note_placeholders(place, title, fields)
    return kinds.SetTitle(title) if title else None


def _set_field(place: Place, fields: Fields) -> DocumentEffect | None:
    place.only(("field", "value"))
    declared = _field(place.need("field"), fields)
    value_place = place.need("value")
    if declared is None or not value_place:
        return None
    value = written_value(value_place, declared)
    if value is None:
        value_place.note("bad_value", field=declared.id)
        return None
    if isinstance(value, str) and declared.type in ("text", "longtext"):
        _note_placeholders(value_place, value, fields)
    return kinds.SetField(declared.id, value)


def _clear_field(place: Place, fields: Fields) -> DocumentEffect | None:
    declared = _field(place, fields)
    return kinds.ClearField(declared.id) if declared else None


def _field(place: Place, fields: Fields) -> Field | None:
    name = place.text(60)
    if name in ("subject", "body", "attachments"):
        place.note("pseudo_field", field=name)
        return None
    declared = fields.get(name)
    if declared is None or declared.type == "notice":
        place.note("unknown_field", name=name, guess=guess(name, fields))
        return None
    return declared


def _texts(place: Place, fields: Fields) -> Texts | None:
    place.only(("text",))
    texts = place.need("text").texts(10_000, lines=True)
    for language, text in texts.items():
        written = place.get("text").get(language)
        _note_placeholders(written or place.get("text"), text, fields)
    return texts or None


def _add_note(place: Place, fields: Fields) -> DocumentEffect | None:
    texts = _texts(place, fields)
    return kinds.AddNote(texts) if texts else None


def _send_message(place: Place, fields: Fields) -> DocumentEffect | None:
    texts = _texts(place, fields)
    return kinds.SendMessage(texts) if texts else None


def _note_placeholders(place: Place, text: Value, fields: Fields) -> None:
    for name in unknown_placeholders(str(text), fields):
        known = ", ".join(f"{{{one}}}" for one in known_placeholders(fields)[:20])
        place.note("placeholder", name=name[:60], known=known)


READERS: Mapping[str, Callable[[Place, Fields], DocumentEffect | None]] = {
    "set_state": _set_state,
    "set_queue": _set_queue,
    "set_priority": _set_priority,
    "set_owner": _set_owner,
    "set_title": _set_title,
    "set_field": _set_field,
    "clear_field": _clear_field,
    "add_note": _add_note,
    "send_message": _send_message,
}
