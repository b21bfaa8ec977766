"""The types of calls in conditions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from balcao.processes.engine.conditions.functions import FUNCTIONS, MACROS
from balcao.processes.engine.conditions.native import cel
from balcao.processes.engine.conditions.tree import Call, Literal, Name, Tree
from balcao.processes.engine.conditions.types import BOOL, Environment, Type
from balcao.processes.engine.errors import ConditionInvalid

_SPAN = re.compile(r"([0-9]{1,6}[hms])+")
MAX_PATTERN = 200

# What a field or a text may hold: compared by functions that look at it as text or as a list of texts.
_VALUES = frozenset({"string", "list(string)", "int", "double", "bool"})

Infer = Callable[[Tree, Environment], Type]


def call_type(tree: Call, environment: Environment, infer: Infer) -> Type:
    """The type of what a call answers. Raises ConditionInvalid for an unknown function or wrong arguments."""
    if tree.name in MACROS:
        return _macro_type(tree, environment, infer)
    function = FUNCTIONS.get(tree.name)
    if function is None:
        known = ", ".join(sorted({*FUNCTIONS, *MACROS} if "." in tree.name else {*_ours(), *MACROS}))
        raise ConditionInvalid("condition_function", tree.at, name=tree.name, known=known)
    if len(tree.arguments) != len(function.parameters):
        raise _misuse(tree, function.usage)
    for argument, parameter in zip(tree.arguments, function.parameters, strict=True):
        if not _fits(argument, parameter, infer(argument, environment)):
            raise _misuse(tree, function.usage)
    return Type(function.result)


def _ours() -> list[str]:
    return [name for name in FUNCTIONS if "." not in name]


def _misuse(tree: Call, usage: str) -> ConditionInvalid:
    return ConditionInvalid("condition_arguments", tree.at, name=tree.name, usage=usage)


def _fits(argument: Tree, parameter: str, found: Type) -> bool:
    if parameter == "list":
        return found.name.startswith("list(")
    if parameter == "value":
        return found.name in _VALUES
    if parameter in ("pattern", "span", "instant"):
        # Only written out, so that it can be checked now and cannot fail on a ticket.
        return isinstance(argument, Literal) and isinstance(argument.value, str) and _CHECKS[parameter](argument.value)
    return found.name == parameter


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None and "T" in text
    except ValueError:
        return False


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression of the evaluator's kind, whose work is linear in the text searched."""
    if not text or len(text) > MAX_PATTERN:
        return False
    try:
        cel.compile("text.matches(pattern)").execute({"text": "", "pattern": text})
    except (ValueError, RuntimeError):
        return False
    return True


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text matches a pattern that `is_pattern` accepted."""
    return cel.compile("text.matches(pattern)").execute({"text": text, "pattern": f"^(?:{pattern})$"}) is True


_CHECKS: dict[str, Callable[[str], bool]] = {
    "pattern": is_pattern,
    "span": lambda text: _SPAN.fullmatch(text) is not None,
    "instant": _is_instant,
}


def _macro_type(tree: Call, environment: Environment, infer: Infer) -> Type:
    usage = MACROS[tree.name]
    if len(tree.arguments) != 3 or environment.locals:
        raise _misuse(tree, usage)
    over, item, test = tree.arguments
    of = infer(over, environment)
    if not of.name.startswith("list(") or not isinstance(item, Name) or item.name in environment.roots():
        raise _misuse(tree, usage)
    if infer(test, environment.with_local(item.name, of.item)).name != "bool":
        raise _misuse(tree, usage)
    return BOOL
