"""One style sheet and one script, joined from their parts and squeezed: no Node, no build step to forget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import django_htmx

PARTS = Path(__file__).parent / "static" / "ui"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"

LAYERS = "@layer reset,tokens,base,layout,components,utilities;\n"
FIRST_SHEETS = ("tokens.css", "base.css", "layout.css")
"""Then the components by name, then what is left (print)."""

_CSS_TOKEN = re.compile(r'("(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\')|/\*.*?\*/|\s+', re.DOTALL)
_CSS_AIR = re.compile(r"\s*([{};,>])\s*")
_CSS_NOUGHT = re.compile(r"(?<=[\s(,:-])0(?=\.\d)")


def joined_css() -> str:
    return LAYERS + "".join(squeeze_css(part.read_text()) for part in css_parts())


def joined_js() -> str:
    """htmx as it comes, then each of our parts in its own scope."""
    parts = [f"(()=>{{\n{squeeze_js(part.read_text())}}})();\n" for part in js_parts()]
    return HTMX.read_text().rstrip() + ";\n" + "".join(parts)


def css_parts() -> Iterator[Path]:
    folder = PARTS / "css"
    first = [folder / name for name in FIRST_SHEETS]
    yield from first
    yield from sorted((folder / "components").glob("*.css"))
    yield from sorted(set(folder.glob("*.css")) - set(first))


def js_parts() -> Iterator[Path]:
    """`_start.js` sorts before every lower-case name."""
    yield from sorted((PARTS / "js").glob("*.js"))


def squeeze_css(source: str) -> str:
    """Comments and needless blanks out; quoted text stays as it is."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        if match[1] is None:
            return " "
        kept.append(match[1])
        return f"\0{len(kept) - 1}\0"

    bare = _CSS_AIR.sub(r"\1", _CSS_TOKEN.sub(keep, source)).replace(";}", "}").replace(": ", ":")
    # The blank before a colon matters (`a :hover`), the one after it only inside a value's selector-like text, never.
    bare = _CSS_NOUGHT.sub("", bare)
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], bare).strip() + "\n"


def squeeze_js(source: str) -> str:
    """Indentation and whole-line comments out. Our scripts hold no text over several lines."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
