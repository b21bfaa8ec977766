"""Simple conditions as small JSON trees, which a page can evaluate while somebody types."""

from __future__ import annotations

from collections.abc import Mapping

from balcao.processes.engine.conditions.parse import parse_condition
from balcao.processes.engine.conditions.tree import Binary, ListOf, Literal, Member, Name, Tree, Unary
from balcao.processes.engine.document import Condition, Value
from balcao.processes.engine.errors import ConditionInvalid

Rule = list[object]
_BINARY = {"&&": "and", "||": "or", "==": "==", "!=": "!=", "in": "in"}


class _NotSimple(Exception):
    pass


def show_rule(condition: Condition | str | None, constants: Mapping[str, Value] | None = None) -> Rule | None:
    """The condition as a tree of lists, or None when only the server can decide it.

    `["and", a, b]`, `["or", a, b]`, `["not", a]`, `["==", a, b]`, `["!=", a, b]`, `["in", a, b]`,
    `["field", id]`, `["filled", id]`, `["value", literal]`. Fields in `constants` are put in as values.
    """
    source = condition.source if isinstance(condition, Condition) else condition
    if not source:
        return None
    try:
        return _rule(parse_condition(source), constants or {})
    except (_NotSimple, ConditionInvalid):
        return None


def _rule(tree: Tree, constants: Mapping[str, Value]) -> Rule:
    match tree:
        case Literal(value=str() | bool() as value):
            return ["value", value]
        case ListOf(items=items):
            return ["value", [_text(item) for item in items]]
        case Member(of=Name(name="fields"), name=name):
            return ["value", constants[name]] if name in constants else ["field", name]
        case Member(of=Name(name="filled"), name=name):
            return ["value", bool(constants[name])] if name in constants else ["filled", name]
        case Unary(operator="!", operand=operand):
            return ["not", _rule(operand, constants)]
        case Binary(operator=operator, left=left, right=right) if operator in _BINARY:
            return [_BINARY[operator], _rule(left, constants), _rule(right, constants)]
    raise _NotSimple


def _text(item: Tree) -> str:
    if isinstance(item, Literal) and isinstance(item.value, str):
        return item.value
    raise _NotSimple
