"""Safe HTML (lib/richtext.py) as blocks of runs, for a page that knows no HTML. Total: odd nesting loses no text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Literal

Kind = Literal["text", "heading", "code", "rule"]
DEEPEST = 6
"""Levels of lists and quotes that are indented; deeper ones stay there."""


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


@dataclass(slots=True)
class Block:
    """`marker` stands before the first line of an item: «•», «3.». `indent` in levels."""

    kind: Kind = "text"
    indent: int = 0
    marker: str = ""
    is_quote: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


_STYLES = {"strong": "bold", "b": "bold", "th": "bold", "em": "italic", "i": "italic", "code": "code"}
_LISTS = {"ul", "ol"}
_BREAKS = {"p", "div", "li", "blockquote", "tr", "table", "pre", "hr", "ul", "ol"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def blocks_of(html: str) -> list[Block]:
    """In the order of the text; empty ones are left out."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return [block for block in parser.blocks if block.kind == "rule" or block.text.strip()]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.style = Run("")
        self.styles: list[tuple[str, Run]] = []
        self.lists: list[int | None] = []
        self.quotes = 0
        self.in_pre = False
        self._begin()

    def _begin(self, kind: Kind = "text", marker: str = "") -> None:
        indent = min(max(len(self.lists), 0) + self.quotes, DEEPEST)
        self.blocks.append(Block("code" if self.in_pre else kind, indent, marker, self.quotes > 0))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES or tag == "a":
            self.styles.append((tag, self.style))
            href = next((value or "" for name, value in attrs if name == "href"), "")
            self.style = replace(self.style, **({"href": href} if tag == "a" else {_STYLES[tag]: True}))
        if tag in _LISTS:
            start = next((value for name, value in attrs if name == "start"), None)
            self.lists.append((int(start) if start and start.isdigit() else 1) if tag == "ol" else None)
        self.quotes += tag == "blockquote"
        self.in_pre = self.in_pre or tag == "pre"
        if tag == "br":
            self._write("\n")
        elif tag in {"td", "th"} and self.blocks[-1].runs:
            self._write(" | ")
        elif tag == "li":
            self._begin(marker=self._marker())
        elif tag in _HEADINGS:
            self._begin("heading")
        elif tag == "hr":
            self._begin("rule")
            self._begin()
        elif tag in _BREAKS and not (tag == "p" and self._is_fresh_item()):
            self._begin()

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.styles) - 1, -1, -1):
            if self.styles[place][0] == tag:
                self.style = self.styles[place][1]
                del self.styles[place:]
                break
        if tag in _LISTS and self.lists:
            self.lists.pop()
        self.quotes -= tag == "blockquote" and self.quotes > 0
        self.in_pre = self.in_pre and tag != "pre"
        if tag in _BREAKS or tag in _HEADINGS:
            self._begin()

    def handle_data(self, data: str) -> None:
        self._write(data if self.in_pre else " ".join(f"·{data}·".split())[1:-1])

    def _write(self, text: str) -> None:
        runs = self.blocks[-1].runs
        if not self.in_pre and (not runs or runs[-1].text.endswith((" ", "\n"))):
            text = text.lstrip(" ")
        if text:
            runs.append(replace(self.style, text=text))

    def _marker(self) -> str:
        if not self.lists or self.lists[-1] is None:
            return "•"
        number = self.lists[-1]
        self.lists[-1] = number + 1
        return f"{number}."

    def _is_fresh_item(self) -> bool:
        """<li><p>: the paragraph goes on beside the item's marker."""
        return bool(self.blocks[-1].marker) and not self.blocks[-1].text.strip()
