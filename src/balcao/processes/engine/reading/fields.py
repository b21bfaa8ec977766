"""The fields that a process declares."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from balcao.processes.engine.conditions.calls import is_pattern
from balcao.processes.engine.document import FIELD_TYPES, PSEUDO_FIELDS, Field, FieldType, Option
from balcao.processes.engine.place import Place
from balcao.processes.engine.reading.options import read_named
from balcao.processes.engine.values.plain import MAX_DECIMALS, MAX_LONGTEXT, MAX_TEXT

MAX_FIELDS = 200
MAX_OPTIONS = 500
KEYS = ("type", "label", "help", "options", "min", "max", "decimals", "earliest", "latest", "pattern")

_FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_OPTION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|today")
# Words of CEL: `fields.in` would not be a name there.
_RESERVED = {
    *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"),
    *("namespace", "null", "package", "return", "true", "var", "void", "while"),
    *PSEUDO_FIELDS,
}
_KEYS_OF: dict[str, Collection[str]] = {
    "text": ("min", "max", "pattern"),
    "longtext": ("min", "max"),
    "number": ("min", "max", "decimals"),
    "money": ("min", "max"),
    "date": ("earliest", "latest"),
    "choice": ("options",),
    "multiple": ("options", "min", "max"),
    "file": ("min", "max"),
}


def read_fields(place: Place) -> dict[str, Field]:
    """The fields in the order of the document; a process may have none."""
    found = {}
    for name, field_place in place.named(MAX_FIELDS):
        if not _FIELD_ID.fullmatch(name) or name in _RESERVED:
            field_place.note("bad_field_id", id=name[:60])
        found[name] = _field(name, field_place)
    return found


def _field(name: str, place: Place) -> Field:
    if not place:
        place.note("missing", key="type")
    place.only(KEYS)
    kind = _type(place.need("type"))
    for key in KEYS[3:]:
        if place.get(key) and key not in _KEYS_OF.get(kind, ()):
            place.get(key).note("key_not_for_type", key=key, type=kind)
    low, high = _limits(place, kind)
    return Field(
        id=name,
        type=kind,
        label=place.need("label").texts(300 if kind != "notice" else 2_000),
        help=place.get("help").texts(1_000) or None,
        options=_options(place, kind),
        min=low,
        max=high,
        decimals=place.get("decimals").integer(0, MAX_DECIMALS) if kind == "number" else None,
        earliest=_date(place.get("earliest")),
        latest=_date(place.get("latest")),
        pattern=_pattern(place.get("pattern")),
    )


def _type(place: Place) -> FieldType:
    name = place.one_of(FIELD_TYPES)
    return next((kind for kind in FIELD_TYPES if kind == name), "text")


def _limits(place: Place, kind: FieldType) -> tuple[Decimal | None, Decimal | None]:
    if kind in ("number", "money"):
        low, high = place.get("min").decimal(), place.get("max").decimal()
    else:
        most = {"text": MAX_TEXT, "longtext": MAX_LONGTEXT, "multiple": MAX_OPTIONS, "file": 20}.get(kind, MAX_TEXT)
        counts = place.get("min").integer(0, most), place.get("max").integer(1, most)
        low, high = (None if count is None else Decimal(count) for count in counts)
    if low is not None and high is not None and low > high:
        place.get("min").note("min_above_max")
    return low, high


def _options(place: Place, kind: FieldType) -> tuple[Option, ...]:
    if kind not in ("choice", "multiple"):
        return ()
    options = place.get("options")
    if not options:
        place.note("needs_options", type=kind)
        return ()
    return tuple(Option(name, label) for name, label in read_named(options, "label", 200, MAX_OPTIONS, _option_id))


def _option_id(place: Place, text: str) -> str:
    if text and not _OPTION_ID.fullmatch(text):
        place.note("bad_id", id=text[:60])
        return ""
    return text


def _date(place: Place) -> str | None:
    text = place.raw()
    if text is not None and not _DATE.fullmatch(text):
        place.note("not_date", value=text[:40])
        return None
    return text


def _pattern(place: Place) -> str | None:
    text = place.raw()
    if text is not None and not is_pattern(text):
        place.note("bad_pattern")
        return None
    return text
