"""A first look over a file: which states and queues it names, and which attributes its conditions look at."""

from __future__ import annotations

import re

from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.desk import Names, Sort
from balcao.processes.importing.fields import ATTRIBUTES

_TAGGED = re.compile(r"(?:OTRS|OTOBO|ZNUNY)_TICKET_(Lock|Type|Service|SLA|Responsible)(?:>|&gt;)", re.IGNORECASE)
_EXACT = ("String", "Equal", "NotEqual")
_SORTS: tuple[tuple[str, Sort], ...] = (("State", "state"), ("Queue", "queue"))


def wanted_attributes(transitions: Cursor, dialogs: Cursor, text: str) -> set[str]:
    """ATTRIBUTES that conditions compare, forms ask for, or texts show."""
    found = {name for place in _compared(transitions) for name in place.names() if name in ATTRIBUTES}
    for _key, dialog in dialogs.entries():
        fields = dialog.peek("Config", "Fields") if dialog.peek("Config") else dialog.peek("Fields")
        found |= {name for name, place in fields.entries() if name in ATTRIBUTES and place.peek("Display").node != "0"}
    by_small = {name.lower(): name for name in ATTRIBUTES}
    return found | {by_small[tag.lower()] for tag in _TAGGED.findall(text)}


def _compared(transitions: Cursor) -> list[Cursor]:
    """The fields of every condition."""
    found = []
    for _key, transition in transitions.entries():
        config = transition.config()
        found += [place.peek("Fields") for _name, place in config.peek("Condition").entries()]
    return found


def name_everything(transitions: Cursor, dialogs: Cursor, actions: Cursor, names: Names) -> None:
    """Resolve every state and queue that the file names, so that patterns know all of them."""
    for fields in _compared(transitions):
        for key, sort in _SORTS:
            place = fields.peek(key)
            kind, match = place.peek("Type").node or "String", place.peek("Match").node
            if kind in _EXACT and isinstance(match, str):
                _name(names, sort, match, place.path)
    for _key, dialog in dialogs.entries():
        fields = dialog.peek("Config", "Fields") if dialog.peek("Config") else dialog.peek("Fields")
        for key, sort in _SORTS:
            place = fields.peek(key, "DefaultValue")
            if isinstance(place.node, str):
                _name(names, sort, place.node, place.path)
    for _key, action in actions.entries():
        parameters = action.peek("Config", "Config") if action.peek("Config", "Module") else action.peek("Config")
        for key, sort in _SORTS:
            place = parameters.peek(key)
            if isinstance(place.node, str):
                _name(names, sort, place.node, place.path)


def _name(names: Names, sort: Sort, name: str, path: str) -> None:
    if name and "<" not in name and "," not in name:
        names.resolve(sort, name, path)
