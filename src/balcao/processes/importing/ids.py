"""Names of ours for the things of a section, made from what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.processes.importing.cursor import Cursor
from balcao.processes.importing.names import slug, unique


class Ids:
    """`ids[key there]` is the name here; `keys` are those there, in order."""

    def __init__(self, section: Cursor, keys: Sequence[str]) -> None:
        self.keys = list(dict.fromkeys(keys))
        self._found: dict[str, str] = {}
        taken: set[str] = set()
        for key in self.keys:
            written = section.peek(key, "Name").node
            name = slug(written if isinstance(written, str) else "") or slug(key, "item")
            self._found[key] = unique(name, taken)
            taken.add(self._found[key])

    def __getitem__(self, key: str) -> str:
        return self._found[key]
