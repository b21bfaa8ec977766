"""A place in the source that remembers what was read from it, so that what was not can be told and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from balcao.processes.importing.source import Node


@dataclass(slots=True)
class Reading:
    """What was read so far: paths of values. A path that was read covers everything below it."""

    read: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cursor:
    """`node` None means that nothing is written there."""

    node: Node
    path: str
    reading: Reading

    def __bool__(self) -> bool:
        return self.node is not None

    def peek(self, *keys: str) -> Cursor:
        """The place below, not counted as read."""
        here = self
        for key in keys:
            below = here.node.get(key) if isinstance(here.node, dict) else None
            here = Cursor(below, f"{here.path}.{key}" if here.path else key, self.reading)
        return here

    def config(self) -> Cursor:
        """Where the settings of a thing are: under `Config`, or beside its name in older dumps."""
        below = self.peek("Config")
        return below or self

    def has(self, key: str) -> bool:
        return isinstance(self.node, dict) and key in self.node

    def take(self) -> Cursor:
        """This place, counted as read with everything below it."""
        self.reading.read.add(self.path)
        return self

    def text(self, *keys: str) -> str:
        """The text below, counted as read; "" when nothing or something else is written (which then is not)."""
        below = self.peek(*keys)
        if isinstance(below.node, str):
            below.take()
            return below.node
        if below.node is None:
            below.take()
        return ""

    def names(self) -> list[str]:
        return list(self.node) if isinstance(self.node, dict) else []

    def entries(self) -> Iterator[tuple[str, Cursor]]:
        """The places of a mapping by key; none for anything else."""
        for key in self.names():
            yield key, self.peek(key)

    def items(self) -> list[Cursor]:
        """The places of a list; none for anything else."""
        if not isinstance(self.node, list):
            return []
        return [Cursor(item, f"{self.path}[{index}]", self.reading) for index, item in enumerate(self.node)]

    def texts(self, *keys: str) -> list[str]:
        """The texts of the list below, counted as read; items of another kind are left out and not counted."""
        return [item.take().text() for item in self.peek(*keys).items() if isinstance(item.node, str)]

    def unread(self) -> Iterator[Cursor]:
        """Every single value (text, empty list or mapping) that was not read, in the order of the file."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            if here.path in self.reading.read or here.node is None:
                continue
            below = [place for _key, place in here.entries()] or here.items()
            if below:
                waiting.extend(reversed(below))
            elif here.node not in ("", [], {}):
                yield here
