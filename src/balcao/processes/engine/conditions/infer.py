"""The type of each part of a condition, so that wrong names and types are told when the document is saved."""

from __future__ import annotations

from balcao.processes.engine.conditions.calls import call_type
from balcao.processes.engine.conditions.parse import parse_condition
from balcao.processes.engine.conditions.tree import Binary, Call, Choice, ListOf, Literal, Member, Name, Tree, Unary
from balcao.processes.engine.conditions.types import (
    BOOL,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    STRINGS,
    TIMESTAMP,
    Environment,
    Type,
    in_words,
)
from balcao.processes.engine.errors import ConditionInvalid
from balcao.processes.engine.place import guess


def check_condition(source: str, environment: Environment) -> Tree:
    """The tree of a condition that is true or false for every ticket. Raises ConditionInvalid."""
    tree = parse_condition(source)
    found = infer(tree, environment)
    if found.name != "bool":
        raise wanted("bool", found, tree.at)
    return tree


def wanted(type_name: str, found: Type, at: int) -> ConditionInvalid:
    words = in_words(Type(type_name)), in_words(found)
    return ConditionInvalid("condition_type", at, wanted=words[0], found=words[1])


def infer(tree: Tree, environment: Environment) -> Type:  # noqa: PLR0911 - one answer per kind of part
    """The type of a part, having checked all parts of it."""
    match tree:
        case Literal(value=value):
            return _of_literal(value)
        case Name(at=at, name=name):
            return _of_name(name, at, environment)
        case Member():
            return _of_member(tree, environment)
        case Call():
            return call_type(tree, environment, infer)
        case ListOf():
            return _of_list(tree, environment)
        case Unary(at=at, operator=operator, operand=operand):
            return _of_unary(operator, infer(operand, environment), at)
        case Binary():
            return _of_binary(tree, infer(tree.left, environment), infer(tree.right, environment))
        case Choice():
            return _of_choice(tree, environment)


def _of_literal(value: str | float) -> Type:
    # bool before int: True is an int for Python.
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int):
        return INT
    return DOUBLE if isinstance(value, float) else STRING


def _of_name(name: str, at: int, environment: Environment) -> Type:
    found = environment.bare(name)
    if found is not None:
        return found
    members = environment.members(name)
    if members is not None:
        raise ConditionInvalid("condition_field", at, name=name, guess=f" ({name}.…)")
    raise ConditionInvalid("condition_name", at, name=name, guess=guess(name, environment.roots()))


def _of_member(tree: Member, environment: Environment) -> Type:
    if not isinstance(tree.of, Name):
        raise ConditionInvalid("condition_field", tree.at, name=tree.name, guess="")
    root = tree.of.name
    members = environment.members(root)
    if members is None:
        at = tree.of.at
        raise ConditionInvalid("condition_name", at, name=root, guess=guess(root, environment.roots()))
    if tree.name not in members:
        name = f"{root}.{tree.name}"
        near = guess(tree.name, members)
        raise ConditionInvalid("condition_field", tree.at, name=name, guess=near)
    return environment.member(root, tree.name)


def _of_list(tree: ListOf, environment: Environment) -> Type:
    types = [infer(item, environment) for item in tree.items]
    if not types:
        return STRINGS
    for item, found in zip(tree.items, types, strict=True):
        if found.name.startswith("list") or not _comparable(types[0], found):
            raise wanted(types[0].name, found, item.at)
    return Type(f"list({types[0].name})")


def _of_unary(operator: str, operand: Type, at: int) -> Type:
    if operator == "!":
        if operand.name != "bool":
            raise wanted("bool", operand, at)
    elif not operand.is_number:
        raise wanted("double", operand, at)
    return operand


def _of_choice(tree: Choice, environment: Environment) -> Type:
    test = infer(tree.test, environment)
    if test.name != "bool":
        raise wanted("bool", test, tree.test.at)
    yes, no = infer(tree.yes, environment), infer(tree.no, environment)
    if yes.name != no.name:
        raise _mismatch(tree.at, "?:", yes, no)
    return yes


def _comparable(left: Type, right: Type) -> bool:
    return left.name == right.name or (left.is_number and right.is_number)


def _of_binary(tree: Binary, left: Type, right: Type) -> Type:
    operator = tree.operator
    if operator in ("&&", "||"):
        for side, found in ((tree.left, left), (tree.right, right)):
            if found.name != "bool":
                raise wanted("bool", found, side.at)
        return BOOL
    if operator in ("==", "!="):
        fits = _comparable(left, right)
    elif operator == "in":
        fits = right.name.startswith("list(") and _comparable(left, right.item)
    elif operator in ("<", "<=", ">", ">="):
        fits = _comparable(left, right) and left.name not in ("bool", "list(string)") and not left.options
    else:
        return _of_arithmetic(tree, left, right)
    if not fits:
        raise _mismatch(tree.at, operator, left, right)
    _check_options(tree, left, right)
    return BOOL


_ARITHMETIC = {
    ("+", "int", "int"): INT,
    ("-", "int", "int"): INT,
    ("*", "int", "int"): INT,
    ("+", "double", "double"): DOUBLE,
    ("-", "double", "double"): DOUBLE,
    ("*", "double", "double"): DOUBLE,
    ("/", "double", "double"): DOUBLE,
    ("+", "string", "string"): STRING,
    ("-", "timestamp", "timestamp"): DURATION,
    ("-", "timestamp", "duration"): TIMESTAMP,
    ("+", "timestamp", "duration"): TIMESTAMP,
    ("+", "duration", "duration"): DURATION,
    ("-", "duration", "duration"): DURATION,
}


def _of_arithmetic(tree: Binary, left: Type, right: Type) -> Type:
    found = _ARITHMETIC.get((tree.operator, left.name, right.name))
    if found is None:
        raise _mismatch(tree.at, tree.operator, left, right)
    return found


def _mismatch(at: int, operator: str, left: Type, right: Type) -> ConditionInvalid:
    words = {"left": in_words(left), "right": in_words(right)}
    return ConditionInvalid("condition_types", at, operator=operator, **words)


def _check_options(tree: Binary, left: Type, right: Type) -> None:
    """A comparison with a value that the field can never have is a slip of the pen."""
    for known, other in ((left, tree.right), (right, tree.left)):
        if known.options is None:
            continue
        literals = other.items if isinstance(other, ListOf) else (other,)
        for literal in literals:
            # "" is how a field that was not filled appears.
            if isinstance(literal, Literal) and literal.value not in (known.options | {""}):
                raise _no_option(literal, known)


def _no_option(literal: Literal, known: Type) -> ConditionInvalid:
    names = ", ".join(sorted(known.options or ())[:20])
    option = str(literal.value)[:60]
    return ConditionInvalid("condition_option", literal.at, field=known.source, option=option, known=names)
