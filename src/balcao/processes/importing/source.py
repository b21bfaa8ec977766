"""A process file of Znuny or OTOBO, read as what was written, in bounded time and memory.

Their exporter writes anchors and aliases, so these are followed here, without copying; a file whose aliases would
unfold into more than MAX_NODES is refused before anything is unfolded. Values are texts: `yes` is not a truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

MAX_BYTES = 4_000_000
MAX_NODES = 300_000
MAX_DEPTH = 24
MAX_KEY = 300

_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
Node = str | list["Node"] | dict[str, "Node"] | None


class ImportRefused(Exception):
    """The file cannot be brought over; `str()` says why and what to do. `line` from 1, 0 when no line is to blame."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.message = message
        self.line = line


def read_source(text: str) -> dict[str, Node]:
    """The file as nested values. Raises ImportRefused."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ImportRefused("The file has characters that cannot be read. Save it as UTF-8.") from None
    if size > MAX_BYTES:
        raise ImportRefused(f"The file is larger than {MAX_BYTES // 1_000_000} MB. A process export is far smaller.")
    composer = _Composer()
    try:
        for event in _events(text):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ImportRefused("This is not valid YAML.", line=mark.line + 1 if mark else 0) from None
    except yaml.YAMLError:
        raise ImportRefused("The file has characters that cannot be read. Save it as UTF-8.") from None
    if not isinstance(composer.root, dict):
        raise ImportRefused("This is no process file: it should begin with “Process:” and “Activities:”.")
    return composer.root


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.Event):
                yield event
    finally:
        loader.dispose()


@dataclass(slots=True)
class _Open:
    """A list or mapping being read; `weight` counts its elements with aliases unfolded."""

    node: list[Node] | dict[str, Node]
    anchor: str | None
    key: str | None = None
    weight: int = 1


@dataclass(slots=True)
class _Composer:
    root: Node = None
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise ImportRefused(
                        "The file holds more than one document. Bring one process at a time.", line=line
                    )
            case yaml.AliasEvent(anchor=anchor):
                if anchor not in self._anchors:
                    raise ImportRefused(f"The alias “{anchor}” points to itself or to nothing.", line=line)
                self._add(*self._anchors[anchor], line)
            case yaml.ScalarEvent():
                value = None if not event.style and event.value in _NULLS else event.value
                if event.anchor:
                    self._anchors[event.anchor] = (value, 1)
                self._add(value, 1, line)
            case yaml.SequenceStartEvent():
                self._begin([], event.anchor, line)
            case yaml.MappingStartEvent():
                self._begin({}, event.anchor, line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end(line)

    def _begin(self, node: list[Node] | dict[str, Node], anchor: str | None, line: int) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise ImportRefused(f"The file is nested more than {MAX_DEPTH} levels deep.", line=line)
        # An anchor counts only from its end on: an alias inside it would be a circle.
        self._anchors.pop(anchor or "", None)
        self._open.append(_Open(node, anchor))

    def _end(self, line: int) -> None:
        done = self._open.pop()
        if done.anchor:
            self._anchors[done.anchor] = (done.node, done.weight)
        self._add(done.node, done.weight, line)

    def _add(self, node: Node, weight: int, line: int) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.weight += weight
        if parent.weight > MAX_NODES:
            raise ImportRefused(f"The file unfolds into more than {MAX_NODES:,} elements.", line=line)
        if isinstance(parent.node, list):
            parent.node.append(node)
        elif parent.key is None:
            if not (isinstance(node, str) and len(node) <= MAX_KEY) and node is not None:
                raise ImportRefused(f"A key must be a word of at most {MAX_KEY} characters.", line=line)
            parent.key = node or "~"
        else:
            if parent.key in parent.node:
                raise ImportRefused(f"“{parent.key}” is written twice in the same place.", line=line)
            parent.node[parent.key] = node
            parent.key = None
