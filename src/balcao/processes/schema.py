"""The JSON Schema of process documents, for editors: made from what the reader knows, so that it cannot lag behind.

It describes the shape only. Names that point somewhere, conditions and texts in all languages are the matter of
`balcao process check`.
"""

from __future__ import annotations

from collections.abc import Sequence

from balcao.processes.engine.document import DECISIONS, FIELD_TYPES, TRIGGERS
from balcao.processes.engine.effects import MAIL_ROLES
from balcao.processes.engine.place import LANGUAGES
from balcao.processes.engine.reading import activities, dialogs, document, effects, fields
from balcao.processes.engine.values.facts import FACTS_TO_COPY

Schema = dict[str, object]

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string"}
_WORD: Schema = {"type": ["string", "number", "boolean"]}
_NUMBER: Schema = {"type": ["number", "string"]}
_BOOLEAN: Schema = {"type": "boolean"}
_ANY_LIST: Schema = {"type": "array"}


def json_schema() -> Schema:
    """The whole schema, ready for JSON."""
    return {
        "$schema": ADDRESS,
        "title": "Balcão process document",
        "description": "A process that customers start. Described in docs/reference/process-document.md.",
        **_object(
            document.KEYS,
            _TOP,
            ("balcao", "slug", "tool", "name", "use_when", "stages", "start", "activities", "dialogs"),
        ),
        "$defs": {
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 60},
            "texts": {
                "description": "One wording per language; a bare text is the Portuguese one.",
                "anyOf": [
                    _TEXT,
                    {**_object(LANGUAGES, dict.fromkeys(LANGUAGES, _TEXT), ("pt-br",))},
                ],
            },
            "condition": {"type": "string", "maxLength": 2000, "description": "An expression of CEL."},
            "span": {"type": "string", "description": "Business time: 30m, 4h, 2d, 1d4h, 2 business days."},
            "stage": _object(("id", "name"), {"id": _ref("id"), "name": _ref("texts")}, ("id", "name")),
            "field": _object(fields.KEYS, _FIELD, ("type", "label")),
            "activity": _object(activities.KEYS, _ACTIVITY, ("name", "customer_name", "stage")),
            "transition": _object(activities.TRANSITION_KEYS, _TRANSITION, ()),
            "dialog": _object(dialogs.KEYS, _DIALOG, ()),
            "use": {
                "anyOf": [
                    _object(dialogs.USE_KEYS, _USE, ("use",)),
                    _object(("section",), {"section": _ref("texts")}, ("section",)),
                ]
            },
            "rule": _object(
                ("when", "message"), {"when": _ref("condition"), "message": _ref("texts")}, ("when", "message")
            ),
            "effect": {**_object(tuple(effects.READERS), _EFFECTS, ()), "minProperties": 1, "maxProperties": 1},
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(keys: Sequence[str], known: dict[str, Schema], required: Sequence[str]) -> Schema:
    """A mapping with exactly these keys; those without a description of their own may hold anything."""
    found: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: known.get(key, {}) for key in keys},
    }
    return {**found, "required": list(required)} if required else found


def _list(of: Schema) -> Schema:
    """A list; a single value counts as a list of one."""
    return {"anyOf": [{"type": "array", "items": of}, of]}


def _named(of: Schema) -> Schema:
    return {"type": "object", "additionalProperties": of}


def _one_of(words: Sequence[str]) -> Schema:
    return {"enum": list(words)}


_TOP: dict[str, Schema] = {
    "balcao": _one_of((document.VERSION,)),
    "slug": _ref("id"),
    "tool": _ref("id"),
    "name": _ref("texts"),
    "use_when": _ref("texts"),
    "description": _ref("texts"),
    "synonyms": _list(_WORD),
    "engine": _one_of(document.ENGINES),
    "imported": {"type": "object", "description": "Where the document came from. It changes nothing."},
    "stages": {"type": "array", "items": _ref("stage"), "minItems": 1, "maxItems": document.MAX_STAGES},
    "fields": _named(_ref("field")),
    "start": _object(("activity", "dialog"), {"activity": _ref("id"), "dialog": _ref("id")}, ("activity", "dialog")),
    "activities": _named(_ref("activity")),
    "dialogs": _named(_ref("dialog")),
}
_FIELD: dict[str, Schema] = {
    "type": _one_of(FIELD_TYPES),
    "label": _ref("texts"),
    "help": _ref("texts"),
    "options": {
        "type": "array",
        "items": _object(("id", "label"), {"id": _WORD, "label": _ref("texts")}, ("id", "label")),
    },
    "min": _NUMBER,
    "max": _NUMBER,
    "decimals": _NUMBER,
    "earliest": _TEXT,
    "latest": _TEXT,
    "pattern": _TEXT,
}
_ACTIVITY: dict[str, Schema] = {
    "name": _ref("texts"),
    "customer_name": _ref("texts"),
    "stage": _ref("id"),
    "state": _ref("id"),
    "queue": _ref("id"),
    "promise": _object(("response", "resolution"), {"response": _ref("span"), "resolution": _ref("span")}, ()),
    "dialogs": _list(_ref("id")),
    "transitions": _list(_ref("transition")),
    "end": _BOOLEAN,
}
_TRANSITION: dict[str, Schema] = {
    "on": _one_of(TRIGGERS),
    "dialog": _ref("id"),
    "by": _one_of(dialogs.ACTORS),
    "state": _ref("id"),
    "after": _ref("span"),
    "timer": _ref("id"),
    "decision": _one_of(DECISIONS),
    "when": {"anyOf": [_ref("condition"), _BOOLEAN]},
    "do": _list(_ref("effect")),
    "to": _ref("id"),
}
_DIALOG: dict[str, Schema] = {
    "title": _ref("texts"),
    "short": _ref("texts"),
    "description": _ref("texts"),
    "advice": _ref("texts"),
    "for": _list(_one_of(dialogs.ACTORS)),
    "permission": _object(
        ("customer", "agent"), {"customer": _one_of(dialogs.CUSTOMERS), "agent": _one_of(dialogs.AGENTS)}, ()
    ),
    "fields": _list(_ref("use")),
    "submit": _ref("texts"),
    "do": _list(_ref("effect")),
    "internal": _BOOLEAN,
}
_USE: dict[str, Schema] = {
    "use": _TEXT,
    "required": _BOOLEAN,
    "required_when": _ref("condition"),
    "show_when": _ref("condition"),
    "valid_when": _list(_ref("rule")),
    "default": {
        "anyOf": [_WORD, _ANY_LIST, _object(("from",), {"from": _one_of(FACTS_TO_COPY)}, ("from",))],
    },
    "read_only": _BOOLEAN,
}
_PERSON: Schema = {
    "anyOf": [_one_of(("none",)), _object(("user", "role"), {"user": _WORD, "role": _ref("id")}, ())],
}
_EFFECTS: dict[str, Schema] = {
    "set_state": {
        "anyOf": [
            _ref("id"),
            _object(
                ("state", "for", "then"),
                {"state": _ref("id"), "for": _ref("span"), "then": _ref("id")},
                ("state", "for"),
            ),
        ]
    },
    "set_queue": _ref("id"),
    "set_priority": {"type": "integer", "minimum": 1, "maximum": 5},
    "set_owner": _PERSON,
    "set_responsible": _PERSON,
    "set_title": _WORD,
    "set_field": _object(
        ("field", "value"), {"field": _TEXT, "value": {"anyOf": [_WORD, _ANY_LIST]}}, ("field", "value")
    ),
    "clear_field": _TEXT,
    "add_note": _object(("text",), {"text": _ref("texts")}, ("text",)),
    "send_message": _object(("text",), {"text": _ref("texts")}, ("text",)),
    "send_mail": _object(
        ("to", "subject", "text"),
        {
            "to": {**_list(_TEXT), "description": f"Addresses, or: {', '.join(MAIL_ROLES)}."},
            "subject": _ref("texts"),
            "text": _ref("texts"),
        },
        ("to", "subject", "text"),
    ),
}
