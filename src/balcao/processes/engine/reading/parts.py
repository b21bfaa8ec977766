"""Pieces that several effects are written with: texts with placeholders, fields, people, spans."""

from __future__ import annotations

import re
from collections.abc import Mapping

from balcao.lib.texts import Texts
from balcao.processes.engine.document import Field, Value
from balcao.processes.engine.effects import Span
from balcao.processes.engine.place import Place, guess
from balcao.processes.engine.placeholders import known_placeholders, unknown_placeholders
from balcao.processes.engine.source import Mapping as YamlMapping

_LOGIN = re.compile(r"[\w.@+-]{1,150}")
_SPAN = re.compile(r"(?:([0-9]{1,3})d)?(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?")
_WORDS = re.compile(r"([0-9]{1,4}) business (day|hour|minute)s?")

Fields = Mapping[str, Field]


def read_span(place: Place) -> Span | None:
    """Business time such as 30m, 4h, 2d, 1d4h, `2 business days`."""
    text = place.raw()
    if text is None:
        return None
    days, hours, minutes = _span(text.strip())
    if not days + hours + minutes:
        place.note("not_span", value=text[:40])
        return None
    return Span(days, hours * 60 + minutes)


def _span(text: str) -> tuple[int, int, int]:
    in_words = _WORDS.fullmatch(text)
    if in_words:
        count, unit = int(in_words[1]), in_words[2]
        return count * (unit == "day"), count * (unit == "hour"), count * (unit == "minute")
    found = _SPAN.fullmatch(text)
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return days, hours, minutes


def person(place: Place) -> tuple[str | None, str | None] | None:
    """(user, role) of `{user: login}`, `{role: name}` or `none`; None after noting that it is not one of them."""
    if not isinstance(place.node, YamlMapping):
        if place.raw() != "none":
            place.note("owner_shape")
        return None, None
    place.only(("user", "role"))
    user, role = place.get("user"), place.get("role")
    if bool(user) == bool(role):
        place.note("owner_shape")
        return None
    if role:
        return None, role.id()
    login = user.text(150)
    if login and not _LOGIN.fullmatch(login):
        user.note("bad_id", id=login[:60])
    return login, None


def field_named(place: Place, fields: Fields) -> Field | None:
    """A field of the process that holds something; None after noting that there is no such one."""
    name = place.text(60)
    if name in ("subject", "body", "attachments"):
        place.note("pseudo_field", field=name)
        return None
    declared = fields.get(name)
    if declared is None or declared.type == "notice":
        place.note("unknown_field", name=name, guess=guess(name, fields))
        return None
    return declared


def texts_of(place: Place, fields: Fields, key: str = "text", limit: int = 10_000) -> Texts | None:
    """The texts under `key` of an effect that has nothing else."""
    place.only((key,))
    return texts_under(place, key, fields, limit) or None


def texts_under(place: Place, key: str, fields: Fields, limit: int) -> Texts:
    """The texts under `key`, with their placeholders checked."""
    texts = place.need(key).texts(limit, lines=True)
    for language, text in texts.items():
        inside = place.get(key)
        note_placeholders(inside.get(language) or inside, text, fields)
    return texts


def note_placeholders(place: Place, text: Value, fields: Fields) -> None:
    for name in unknown_placeholders(str(text), fields):
        known = ", ".join(f"{{{one}}}" for one in known_placeholders(fields)[:20])
        place.note("placeholder", name=name[:60], known=known)


def template(place: Place, limit: int, fields: Fields, *, lines: bool = False) -> str:
    """One text with placeholders."""
    text = place.text(limit, lines=lines)
    note_placeholders(place, text, fields)
    return text
