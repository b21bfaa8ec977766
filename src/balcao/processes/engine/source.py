"""YAML read as what was written: texts with their lines, without guessing types, in bounded time and memory.

`yaml.safe_load` would turn `no`, `on`, `08:30` and `1_000` into other things, accept duplicate keys and expand aliases,
and its composer recurses as deep as the text asks. So the events of the parser are put together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from balcao.processes.engine.problems import DocumentInvalid, Problem

MAX_BYTES = 1_000_000
MAX_NODES = 50_000
MAX_DEPTH = 24

_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Scalar:
    line: int
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def read(text: str) -> tuple[Node, list[Problem]]:
    """The document's tree and what is wrong with single places of it.

    Raises DocumentInvalid when there is no tree: not YAML, too large, too deep, aliases.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise _stop(1, "bad_characters") from None
    if size > MAX_BYTES:
        raise _stop(1, "too_big", limit=MAX_BYTES // 1_000)
    composer = _Composer()
    try:
        for event in _events(text):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _stop(mark.line + 1 if mark else 1, "not_yaml") from None
    except yaml.YAMLError:
        raise _stop(1, "bad_characters") from None
    if composer.root is None:
        raise _stop(1, "empty")
    return composer.root, composer.problems


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.Event):
                yield event
    finally:
        loader.dispose()


def _stop(line: int, code: str, **params: str | int) -> DocumentInvalid:
    return DocumentInvalid([Problem("", line, code, params)])


class _Composer:
    """Events to nodes, with a stack of its own: depth is a limit here, not the interpreter's."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[tuple[Sequence | Mapping, str]] = []
        self._keys: list[tuple[str, int] | None] = []
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _stop(line, "alias")
        if isinstance(event, yaml.ScalarEvent):
            self._count_in(event, line)
            self._note_tag(event, self._add(Scalar(line, event.value, not event.style)), line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._count_in(event, line)
            self._note_tag(event, self._begin(Sequence(line)), line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._count_in(event, line)
            self._note_tag(event, self._begin(Mapping(line)), line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()
            self._keys.pop()

    def _count_in(self, event: yaml.NodeEvent, line: int) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise _stop(line, "too_many_nodes", limit=MAX_NODES)
        if event.anchor:
            raise _stop(line, "alias")

    def _note_tag(self, event: yaml.NodeEvent, path: str, line: int) -> None:
        tag = getattr(event, "tag", None)
        # “!” alone only says "not a plain scalar" and changes nothing here.
        if tag and tag != "!":
            self.problems.append(Problem(path, line, "tag", {"tag": str(tag)[:80]}))

    def _begin(self, node: Sequence | Mapping) -> str:
        if len(self._open) >= MAX_DEPTH:
            raise _stop(node.line, "too_deep", limit=MAX_DEPTH)
        path = self._add(node)
        self._open.append((node, path))
        self._keys.append(None)
        return path

    def _add(self, node: Node) -> str:
        """Put a node where it belongs and say its path."""
        if not self._open:
            if self.root is not None:
                raise _stop(node.line, "two_documents")
            self.root = node
            return ""
        parent, _ = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return f"{self._path()}[{len(parent.items) - 1}]"
        return self._add_to_mapping(parent, node)

    def _add_to_mapping(self, parent: Mapping, node: Node) -> str:
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(node)
            return self._path()
        self._keys[-1] = None
        name, line = key
        path = joined(self._path(), name)
        if name in parent.entries:
            self.problems.append(Problem(path, line, "duplicate_key", {"key": name, "first": parent.key_lines[name]}))
        elif name:
            parent.entries[name] = node
            parent.key_lines[name] = line
        return path

    def _key(self, node: Node) -> tuple[str, int]:
        if isinstance(node, Scalar) and node.text and len(node.text) <= 200:
            return node.text, node.line
        self.problems.append(Problem(self._path(), node.line, "bad_key"))
        return "", node.line

    def _path(self) -> str:
        return self._open[-1][1] if self._open else ""


def joined(path: str, key: str) -> str:
    """`activities` + `triagem` → `activities.triagem`."""
    return f"{path}.{key}" if path else key
