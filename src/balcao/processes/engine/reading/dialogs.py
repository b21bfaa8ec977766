"""The dialogs that a process declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from balcao.lib.texts import Texts
from balcao.processes.engine.conditions.parse import MAX_LENGTH
from balcao.processes.engine.document import Actor, Condition, Dialog, Field, FieldUse, Value
from balcao.processes.engine.place import Place, checked_id
from balcao.processes.engine.reading.values import default_value

MAX_DIALOGS = 500
MAX_USES = 200
ACTORS: tuple[Actor, ...] = get_args(Actor)
KEYS = ("title", "description", "for", "fields", "submit")
TITLE: Texts = {
    "pt-br": "Descrição do Diálogo",
    "en": "Description of the dialog",
    "es": "Descripción del diálogo",
}
SUBMIT: Texts = {"pt-br": "Enviar", "en": "Send", "es": "Enviar"}


def read_dialogs(place: Place, fields: Mapping[str, Field]) -> dict[str, Dialog]:
    """The dialogs in the order of the document."""
    found = {}
    for name, dialog_place in place.named(MAX_DIALOGS):
        checked_id(dialog_place, name)
        found[name] = _dialog(name, dialog_place, fields)
    return found


def _dialog(name: str, place: Place, fields: Mapping[str, Field]) -> Dialog:
    place.only(KEYS)
    uses: dict[str, FieldUse] = {}
    for item in place.get("fields").items(MAX_USES):
        use = _use(item, fields)
        if use.field in uses:
            item.note("field_twice", field=use.field)
        elif use.field:
            uses[use.field] = use
    return Dialog(
        id=name,
        title=place.get("title").texts(120) or TITLE,
        description=place.get("description").texts(2_000, lines=True) or None,
        actors=read_actors(place.get("for")),
        fields=tuple(uses.values()),
        submit=place.get("submit").texts(60) or SUBMIT,
    )


def read_actors(place: Place) -> tuple[Actor, ...]:
    """Who may send the dialog; nothing written means everyone."""
    named = [item.one_of(ACTORS) for item in place.items(2)]
    return tuple(actor for actor in ACTORS if actor in named) or ACTORS


def read_condition(place: Place) -> Condition | None:
    """A condition's text; whether it makes sense is seen when the whole document is known."""
    text = place.raw()
    if text is None:
        return None
    if not text.strip():
        place.note("empty_text")
        return None
    # A little over the limit is kept, so that the limit itself is told by who knows it.
    return Condition(text.strip()[: MAX_LENGTH + 1], place.path)


def _use(place: Place, fields: Mapping[str, Field]) -> FieldUse:
    place.only(("use", "required", "show_when", "default"))
    name = place.need("use").text(60)
    declared = fields.get(name)
    required = place.get("required").boolean()
    default: Value | None = None
    if declared and declared.type == "notice" and (required or place.get("default")):
        place.note("notice_required")
        required = False
    elif place.get("default") and name:
        default = default_value(place.get("default"), name, declared)
    return FieldUse(name, required, read_condition(place.get("show_when")), default)
