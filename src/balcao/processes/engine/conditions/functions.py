"""The functions that a condition may call. Comparing functions of other systems are registered here, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` and `result` are names of types; `call` None means that the evaluator brings it."""

    parameters: tuple[str, ...]
    result: str
    usage: str
    call: Callable[..., object] | None = None


def _lower(text: str) -> str:
    return text.lower()


FUNCTIONS: Mapping[str, Function] = {
    "contains": Function(("string", "string"), "bool", 'text.contains("…")'),
    "startsWith": Function(("string", "string"), "bool", 'text.startsWith("…")'),
    "endsWith": Function(("string", "string"), "bool", 'text.endsWith("…")'),
    "matches": Function(("string", "pattern"), "bool", 'text.matches("^[0-9]+$")'),
    "lower": Function(("string",), "string", "lower(text)", _lower),
    "size": Function(("list",), "int", "size(list)"),
    "duration": Function(("span",), "duration", 'duration("36h")'),
    "timestamp": Function(("instant",), "timestamp", 'timestamp("2026-12-31T00:00:00-03:00")'),
}

OWN_FUNCTIONS: dict[str, Callable[..., object]] = {
    name: function.call for name, function in FUNCTIONS.items() if function.call is not None
}

MACROS: Mapping[str, str] = {"exists": 'list.exists(item, item == "…")', "all": 'list.all(item, item != "…")'}
"""Over lists, with a name for each item; they cannot be put into each other, which bounds their work."""
