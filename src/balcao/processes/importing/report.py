"""What is told about an import: one line per thing that is not the same here as there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["kept", "changed", "assumed", "missing", "told"]
"""What kind of line it is; KINDS says it in words."""

KINDS: Mapping[Kind, str] = {
    "missing": "Names that this desk does not have",
    "kept": "Without equivalent here (kept in the document under “imported”)",
    "changed": "Works in another way here",
    "assumed": "Assumed, because the file does not say it",
    "told": "Good to know",
}


@dataclass(frozen=True, slots=True)
class Line:
    """`path` is a place in the file of theirs, `here` one in the document of ours ("" for none)."""

    kind: Kind
    path: str
    text: str
    here: str = ""


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, kind: Kind, path: str, text: str, here: str = "") -> None:
        """Note a line, once."""
        line = Line(kind, path, text, here)
        if line not in self._known:
            self._known.add(line)
            self.lines.append(line)

    _known: set[Line] = field(default_factory=set)

    def of(self, kind: Kind) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]
