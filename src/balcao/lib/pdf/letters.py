"""The letters that a PDF is written with: Open Sans has Latin, Greek and Cyrillic; the rest is replaced."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import ttf_opensans
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "OpenSans"
CODE = "Courier"
"""Of every PDF reader; it writes Latin-1 only."""

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_FILES = {
    "": ttf_opensans.OPENSANS_REGULAR,
    "B": ttf_opensans.OPENSANS_BOLD,
    "I": ttf_opensans.OPENSANS_ITALIC,
    "BI": ttf_opensans.OPENSANS_BOLDITALIC,
}
# Signs of every day that the font lacks.
_INSTEAD = {
    "→": "->",
    "←": "<-",
    "↔": "<->",
    "⇒": "=>",
    "↑": "^",
    "↓": "v",
    "✓": "[x]",
    "✔": "[x]",
    "✅": "[x]",
    "☑": "[x]",
    "☐": "[ ]",
    "✗": "[ ]",
    "❌": "[ ]",
    "●": "•",
    "○": "•",
    "■": "•",
    "□": "•",
    "▪": "•",
    "▸": "•",
    "►": "•",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}",
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\t": "    ",
}


def add_letters(document: FPDF) -> None:
    for style, font in _FILES.items():
        document.add_font(FAMILY, style, str(font.path))


@cache
def _known() -> frozenset[int]:
    """What all four styles can write."""
    return frozenset.intersection(*(frozenset(TTFont(font.path).getBestCmap() or ()) for font in _FILES.values()))


def drawable(text: str) -> str:
    """The text in letters of the font. What has none becomes UNKNOWN, one for each run of them."""
    known = _known()
    if all(ord(char) in known or char == "\n" for char in text):
        return text
    written: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if ord(char) in known or char == "\n":
            written.append(char)
        elif (instead := _instead(char, known)) != UNKNOWN or written[-1:] != [UNKNOWN]:
            written.append(instead)
    return "".join(written)


def _instead(char: str, known: frozenset[int]) -> str:
    if char in _INSTEAD:
        return _INSTEAD[char]
    # Variation selectors, joiners, skin colours, stray accents: they change what stands beside them.
    if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc", "Cs", "Sk"}:
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if all(ord(one) in known for one in plain) else UNKNOWN


def is_code_font_enough(text: str) -> bool:
    """Whether CODE can write it."""
    return all(ord(char) < 256 for char in text)
