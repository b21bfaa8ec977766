"""A place in the document being read: its value, its path and its line, and where to put what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from difflib import get_close_matches

from balcao.lib.names import clean_line, clean_text
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.source import Mapping, Node, Scalar, Sequence, joined

LANGUAGES = ("pt-br", "en", "es")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


class Place:
    """`node` None means that nothing is written there. Readers answer None (or nothing) after noting a problem."""

    __slots__ = ("line", "lines", "node", "path", "problems")

    def __init__(self, node: Node | None, path: str, line: int, problems: list[Problem], lines: dict[str, int]) -> None:
        self.node = None if isinstance(node, Scalar) and node.is_null else node
        self.path = path
        self.line = line
        self.problems = problems
        self.lines = lines
        lines[path] = line

    def note(self, code: str, **params: str | int) -> None:
        self.problems.append(Problem(self.path, self.line, code, params))

    def __bool__(self) -> bool:
        return self.node is not None

    def get(self, key: str) -> Place:
        """What is written under `key`; an empty place when nothing is."""
        node = self.node
        if isinstance(node, Mapping) and key in node.entries:
            line = node.key_lines[key]
            return Place(node.entries[key], joined(self.path, key), line, self.problems, self.lines)
        return Place(None, joined(self.path, key), self.line, self.problems, self.lines)

    def need(self, key: str) -> Place:
        """As `get`, noting a problem here when nothing is written."""
        place = self.get(key)
        if not place and isinstance(self.node, Mapping):
            self.note("missing", key=key)
        return place

    def keys(self) -> list[str]:
        """The keys of a mapping, in order; none, with a problem noted, for anything else that is written."""
        if isinstance(self.node, Mapping):
            return list(self.node.entries)
        if self:
            self.note("not_mapping")
        return []

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not one of `known`."""
        for key in self.keys():
            if key not in known:
                guess = get_close_matches(key, known, 1, 0.7)
                place = self.get(key)
                if guess:
                    place.note("did_you_mean", key=key, guess=guess[0])
                else:
                    place.note("unknown_key", key=key, known=", ".join(known))

    def items(self, limit: int) -> Iterator[Place]:
        """The items of a list; a single value counts as a list of one."""
        if not self:
            return
        if not isinstance(self.node, Sequence):
            if isinstance(self.node, Mapping):
                self.note("not_list")
            else:
                yield self
            return
        if len(self.node.items) > limit:
            self.note("too_many", count=len(self.node.items), limit=limit)
        for index, item in enumerate(self.node.items[:limit]):
            place = Place(item, f"{self.path}[{index}]", item.line, self.problems, self.lines)
            if place:
                yield place
            else:
                place.note("empty_text")

    def named(self, limit: int) -> Iterator[tuple[str, Place]]:
        """The entries of a mapping whose keys are names of the document's author."""
        keys = self.keys()
        if len(keys) > limit:
            self.note("too_many", count=len(keys), limit=limit)
        for key in keys[:limit]:
            yield key, self.get(key)

    def text(self, limit: int, *, lines: bool = False) -> str:
        """A text as written, cleaned; "" (after noting it) when it is none."""
        if not self:
            return ""
        if not isinstance(self.node, Scalar):
            self.note("not_text")
            return ""
        text = clean_text(self.node.text) if lines else clean_line(self.node.text, len(self.node.text))
        if not text:
            self.note("empty_text")
        elif len(text) > limit:
            self.note("text_too_long", length=len(text), limit=limit)
        return text[:limit]

    def raw(self) -> str | None:
        """A single value exactly as written; None when nothing is."""
        if isinstance(self.node, Scalar):
            return self.node.text
        if self:
            self.note("not_text")
        return None

    def texts(self, limit: int, *, lines: bool = False) -> dict[str, str]:
        """One wording per language; a bare text is the Portuguese one."""
        if isinstance(self.node, Scalar):
            return {"pt-br": self.text(limit, lines=lines)}
        texts: dict[str, str] = {}
        for language, place in self.named(20):
            if language not in LANGUAGES:
                place.note("language", language=language)
            elif place:
                texts[language] = place.text(limit, lines=lines)
            else:
                place.note("empty_text")
        if "pt-br" not in texts and isinstance(self.node, Mapping):
            self.note("no_portuguese")
        return texts

    def id(self) -> str:
        """A name such as `em-atendimento`; "" (after noting it) when it is none."""
        return checked_id(self, self.text(100))

    def one_of(self, known: tuple[str, ...]) -> str | None:
        text = self.raw()
        if text is not None and text not in known:
            self.note("not_one_of", value=text[:80], known=", ".join(known))
            return None
        return text

    def boolean(self) -> bool:
        text = self.raw()
        if text is not None and text.lower() not in ("true", "false"):
            self.note("not_boolean")
        return text is not None and text.lower() == "true"

    def integer(self, low: int, high: int) -> int | None:
        text = self.raw()
        if text is None:
            return None
        if not _INTEGER.fullmatch(text):
            self.note("not_integer")
            return None
        if not low <= int(text) <= high:
            self.note("out_of_range", value=text, low=low, high=high)
            return None
        return int(text)

    def decimal(self) -> Decimal | None:
        text = self.raw()
        if text is None:
            return None
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        self.note("not_number")
        return None


def checked_id(place: Place, text: str) -> str:
    """The text if it can be a name; "" after noting that it cannot."""
    if text and not (_ID.fullmatch(text) and len(text) <= 60):
        place.note("bad_id", id=text[:60])
        return ""
    return text


def guess(name: str, known: Collection[str]) -> str:
    """The tail of a hint: a name close to the one that does not exist."""
    close = get_close_matches(name, [other for other in known if other], 1, 0.6)
    return f" ({close[0]}?)" if close else ""
