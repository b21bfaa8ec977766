"""The dialogs that a process declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from balcao.lib.texts import Texts
from balcao.processes.engine.conditions.parse import MAX_LENGTH
from balcao.processes.engine.document import (
    Actor,
    AgentPermission,
    Condition,
    CustomerPermission,
    Dialog,
    Field,
    FieldUse,
    Permission,
    Rule,
    Value,
)
from balcao.processes.engine.place import Place, checked_id
from balcao.processes.engine.reading.effects import read_effects
from balcao.processes.engine.reading.values import default_value
from balcao.processes.engine.source import Mapping as YamlMapping
from balcao.processes.engine.values.dialog import pseudo_field
from balcao.processes.engine.values.facts import FACT_TYPES, FACTS_TO_COPY

MAX_DIALOGS = 500
MAX_USES = 200
ACTORS: tuple[Actor, ...] = get_args(Actor)
MAX_RULES = 10
KEYS = ("title", "short", "description", "advice", "for", "permission", "fields", "submit", "do", "internal")
USE_KEYS = ("use", "required", "required_when", "show_when", "valid_when", "default", "read_only")
CUSTOMERS: tuple[CustomerPermission, ...] = get_args(CustomerPermission)
AGENTS: tuple[AgentPermission, ...] = get_args(AgentPermission)
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
    section: Texts | None = None
    for item in place.get("fields").items(MAX_USES):
        if item.get("section"):
            item.only(("section",))
            section = item.get("section").texts(120)
            continue
        use = _use(item, fields, section)
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
        short=place.get("short").texts(160) or None,
        advice=place.get("advice").texts(500) or None,
        permission=_permission(place.get("permission")),
        do=read_effects(place.get("do"), fields),
        internal=place.get("internal").boolean(),
    )


def _permission(place: Place) -> Permission:
    if not place:
        return Permission()
    place.only(("customer", "agent"))
    customer, agent = place.get("customer").one_of(CUSTOMERS), place.get("agent").one_of(AGENTS)
    return Permission(
        next((one for one in CUSTOMERS if one == customer), "anyone"),
        next((one for one in AGENTS if one == agent), "write"),
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


def _use(place: Place, fields: Mapping[str, Field], section: Texts | None) -> FieldUse:
    place.only(USE_KEYS)
    name = place.need("use").text(60)
    declared = fields.get(name)
    required, read_only = place.get("required").boolean(), place.get("read_only").boolean()
    default: Value | None = None
    default_from: str | None = None
    if declared and declared.type == "notice":
        if required or read_only or any(place.get(key) for key in ("required_when", "valid_when", "default")):
            place.note("notice_required")
        required = read_only = False
    elif isinstance(place.get("default").node, YamlMapping):
        default_from = _fact(place.get("default"), declared or pseudo_field(name))
    elif place.get("default") and name:
        default = default_value(place.get("default"), name, declared)
    if read_only and (required or place.get("required_when") or (declared and declared.type == "file")):
        place.get("read_only").note("read_only_required")
    return FieldUse(
        name,
        required,
        read_condition(place.get("show_when")),
        default,
        default_from=default_from,
        read_only=read_only,
        required_when=read_condition(place.get("required_when")),
        valid_when=_rules(place.get("valid_when")),
        section=section,
        path=place.path,
    )


def _fact(place: Place, declared: Field | None) -> str | None:
    """`{from: requester.email}`."""
    place.only(("from",))
    name = place.need("from").one_of(FACTS_TO_COPY)
    if name and declared is not None and declared.type not in FACT_TYPES:
        place.note("fact_type", source=name, type=declared.type)
        return None
    return name


def _rules(place: Place) -> tuple[Rule, ...]:
    """`{when: …, message: …}`, or a list of them."""
    rules = []
    for item in [place] if isinstance(place.node, YamlMapping) else place.items(MAX_RULES):
        item.only(("when", "message"))
        condition, message = read_condition(item.need("when")), item.need("message").texts(300)
        if condition and message:
            rules.append(Rule(condition, message))
    return tuple(rules)
