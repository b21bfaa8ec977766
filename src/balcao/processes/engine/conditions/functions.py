"""The functions that a condition may call. Comparing functions of other systems are registered here, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from balcao.processes.engine.conditions import znuny


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` and `result` are names of types; `call` None means that the evaluator brings it."""

    parameters: tuple[str, ...]
    result: str
    usage: str
    call: Callable[..., object] | None = None


def _lower(text: str) -> str:
    return text.lower()


_OURS: Mapping[str, Function] = {
    "contains": Function(("string", "string"), "bool", 'text.contains("…")'),
    "startsWith": Function(("string", "string"), "bool", 'text.startsWith("…")'),
    "endsWith": Function(("string", "string"), "bool", 'text.endsWith("…")'),
    "matches": Function(("string", "pattern"), "bool", 'text.matches("^[0-9]+$")'),
    "lower": Function(("string",), "string", "lower(text)", _lower),
    "size": Function(("list",), "int", "size(list)"),
    "duration": Function(("span",), "duration", 'duration("36h")'),
    "timestamp": Function(("instant",), "timestamp", 'timestamp("2026-12-31T00:00:00-03:00")'),
}

_COMPARED = ("value", "value")
_ZNUNY: Mapping[str, Function] = {
    "string": Function(_COMPARED, "bool", 'znuny.string(fields.x, "…")', znuny.string),
    "regexp": Function(("value", "pattern"), "bool", 'znuny.regexp(fields.x, "^[0-9]+$")', znuny.regexp),
    "array": Function(_COMPARED, "bool", 'znuny.array(fields.x, ["…"])', znuny.array),
    "equal": Function(_COMPARED, "bool", 'znuny.equal(fields.x, "…")', znuny.equal),
    "not_equal": Function(_COMPARED, "bool", 'znuny.not_equal(fields.x, "…")', znuny.not_equal),
    "contains": Function(_COMPARED, "bool", 'znuny.contains(fields.x, "…")', znuny.contains),
    "not_contains": Function(_COMPARED, "bool", 'znuny.not_contains(fields.x, "…")', znuny.not_contains),
    "greater_than": Function(_COMPARED, "bool", 'znuny.greater_than(fields.x, "10")', znuny.greater_than),
    "greater_or_equal": Function(_COMPARED, "bool", 'znuny.greater_or_equal(fields.x, "10")', znuny.greater_or_equal),
    "less_than": Function(_COMPARED, "bool", 'znuny.less_than(fields.x, "10")', znuny.less_than),
    "less_or_equal": Function(_COMPARED, "bool", 'znuny.less_or_equal(fields.x, "10")', znuny.less_or_equal),
    "one": Function(("list",), "bool", "znuny.one([…, …])", znuny.one),
    "named": Function(("value", "list"), "string", 'znuny.named(ticket.state, ["slug=name there"])', znuny.named),
    "priority": Function(("value",), "string", "znuny.priority(ticket.priority)", znuny.priority),
}
NAMESPACES = ("znuny",)
"""Names before the dot of a function of another system."""

FUNCTIONS: Mapping[str, Function] = {**_OURS, **{f"znuny.{name}": function for name, function in _ZNUNY.items()}}


def in_cel(name: str) -> str:
    """A function's name for the evaluator, where a dot would ask for a member: of the same length."""
    return name.replace(".", "_")


OWN_FUNCTIONS: dict[str, Callable[..., object]] = {
    in_cel(name): function.call for name, function in FUNCTIONS.items() if function.call is not None
}

MACROS: Mapping[str, str] = {"exists": 'list.exists(item, item == "…")', "all": 'list.all(item, item != "…")'}
"""Over lists, with a name for each item; they cannot be put into each other, which bounds their work."""
