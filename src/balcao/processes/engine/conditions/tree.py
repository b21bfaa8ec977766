"""The tree of a condition. `at` is the character where a part begins, from 1; `depth` counts the levels below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    at: int
    value: str | bool | int | float
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Name:
    at: int
    name: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """`of.name`, also written `of["name"]`."""

    at: int
    of: Tree
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; a method's target is its first argument."""

    at: int
    name: str
    arguments: tuple[Tree, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class ListOf:
    at: int
    items: tuple[Tree, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Unary:
    at: int
    operator: str
    operand: Tree
    depth: int


@dataclass(frozen=True, slots=True)
class Binary:
    at: int
    operator: str
    left: Tree
    right: Tree
    depth: int


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? yes : no`."""

    at: int
    test: Tree
    yes: Tree
    no: Tree
    depth: int


Tree = Literal | Name | Member | Call | ListOf | Unary | Binary | Choice


def parts(tree: Tree) -> tuple[Tree, ...]:  # noqa: PLR0911 - one answer per kind of part
    """What a part is directly made of."""
    match tree:
        case Member(of=of):
            return (of,)
        case Call(arguments=arguments):
            return arguments
        case ListOf(items=items):
            return items
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Choice(test=test, yes=yes, no=no):
            return (test, yes, no)
    return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The part itself and all parts of it."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(parts(part))


def names_used(tree: Tree) -> frozenset[tuple[str, str]]:
    """Each `root.member` that is read, and (`now`, "") for a root read by itself."""
    used: set[tuple[str, str]] = set()
    inner = {id(part.of) for part in walk(tree) if isinstance(part, Member)}
    for part in walk(tree):
        if isinstance(part, Member) and isinstance(part.of, Name):
            used.add((part.of.name, part.name))
        elif isinstance(part, Name) and id(part) not in inner:
            used.add((part.name, ""))
    return frozenset(used)
