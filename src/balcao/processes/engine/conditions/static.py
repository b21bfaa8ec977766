"""What can be said of a condition without any ticket."""

from __future__ import annotations

from collections.abc import Iterator

from balcao.processes.engine.conditions.tree import Binary, Literal, Member, Name, Tree, Unary, walk


def verdict(tree: Tree) -> bool | None:  # noqa: PLR0911 - one answer per kind of part
    """True or False for a condition that has the same answer for every ticket, None for any other."""
    match tree:
        case Literal(value=bool() as value):
            return value
        case Unary(operator="!", operand=operand):
            inner = verdict(operand)
            return None if inner is None else not inner
        case Binary(operator="&&", left=left, right=right):
            return _both(verdict(left), verdict(right))
        case Binary(operator="||", left=left, right=right):
            negated = _both(_not(verdict(left)), _not(verdict(right)))
            return _not(negated)
        case Binary(operator="==", left=Literal(value=first), right=Literal(value=second)):
            return first == second
        case Binary(operator="!=", left=Literal(value=first), right=Literal(value=second)):
            return first != second
    return None


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return True if left and right else None


def never_true(tree: Tree) -> bool:
    """Whether no ticket can meet the condition: it is false, or wants two values of one name at once."""
    if verdict(tree) is False:
        return True
    wanted: dict[str, object] = {}
    for part in _all_of(tree):
        name, value = _equality(part)
        if name and wanted.setdefault(name, value) != value:
            return True
    return False


def _all_of(tree: Tree) -> Iterator[Tree]:
    """The parts that must hold together."""
    if isinstance(tree, Binary) and tree.operator == "&&":
        yield from _all_of(tree.left)
        yield from _all_of(tree.right)
    else:
        yield tree


def _equality(tree: Tree) -> tuple[str, object]:
    match tree:
        case Binary(operator="==", left=Member(of=Name(name=root), name=name), right=Literal(value=value)):
            return f"{root}.{name}", value
        case Binary(operator="==", left=Literal(value=value), right=Member(of=Name(name=root), name=name)):
            return f"{root}.{name}", value
    return "", None


def fields_read(tree: Tree) -> Iterator[tuple[str, int]]:
    """Each field of the process that a condition reads, with its position."""
    for part in walk(tree):
        match part:
            case Member(at=at, of=Name(name="fields" | "filled"), name=name):
                yield name, at
