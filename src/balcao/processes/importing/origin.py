"""Where a stored document came from, and whether somebody changed it since."""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from hashlib import sha256

from balcao.processes.engine import DocumentInvalid
from balcao.processes.engine.source import Mapping, Scalar, read

_WRITTEN = re.compile(r"^  written: ([0-9a-f]{64})\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Origin:
    """`source`: hash of the file; `entity`: the process's id there; `names`: what stood for what."""

    source: str = ""
    entity: str = ""
    names: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    is_untouched: bool = False


def signed(text: str) -> str:
    """The document with the hash of all of it, so that a later import sees whether it was changed by hand."""
    line = f"  written: {sha256(text.encode()).hexdigest()}\n"
    return text.replace("imported:\n", f"imported:\n{line}", 1) if text.count("imported:\n") == 1 else text


def origin_of(text: str) -> Origin | None:
    """Where the document says it came from; None for one that was not imported or cannot be read."""
    try:
        root, _problems = read(text)
    except DocumentInvalid:
        return None
    imported = root.entries.get("imported") if isinstance(root, Mapping) else None
    if not isinstance(imported, Mapping):
        return None
    return Origin(
        source=_text(imported, "source"),
        entity=_text(imported, "entity"),
        names=_names(imported.entries.get("names")),
        is_untouched=_is_untouched(text),
    )


def _is_untouched(text: str) -> bool:
    found = _WRITTEN.search(text)
    if found is None:
        return False
    return sha256((text[: found.start()] + text[found.end() :]).encode()).hexdigest() == found.group(1)


def _text(node: Mapping, key: str) -> str:
    found = node.entries.get(key)
    return found.text if isinstance(found, Scalar) else ""


def _names(node: object) -> dict[str, dict[str, str]]:
    if not isinstance(node, Mapping):
        return {}
    return {
        sort: {there: here.text for there, here in pairs.entries.items() if isinstance(here, Scalar)}
        for sort, pairs in node.entries.items()
        if isinstance(pairs, Mapping)
    }
