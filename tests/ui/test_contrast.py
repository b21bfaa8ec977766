"""Contrast of the tokens by the formula of WCAG 2.2: 4.5 for words, 3 for the edges of controls."""

from __future__ import annotations

import re

import pytest

from balcao.ui.joining import PARTS

WORDS = [
    ("text", "canvas"),
    ("text", "sunken"),
    ("text", "raised"),
    ("muted", "canvas"),
    ("muted", "sunken"),
    ("muted", "raised"),
    ("accent", "canvas"),
    ("accent", "sunken"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("text", "accent-soft"),
    ("muted", "accent-soft"),
    ("muted", "neutral-soft"),
    ("ok", "ok-soft"),
    ("waiting", "waiting-soft"),
    ("danger", "danger-soft"),
    ("danger", "canvas"),
    ("ok", "canvas"),
    ("info", "info-soft"),
    ("neutral", "neutral-soft"),
    ("note", "note-soft"),
    ("canvas", "note"),
    ("text", "note-soft"),
    ("text", "waiting-soft"),
    ("canvas", "text"),
]
EDGES = [("control", "canvas"), ("accent", "canvas"), ("accent", "raised"), ("note", "note-soft")]


def themes() -> dict[str, dict[str, str]]:
    tokens = (PARTS / "css" / "tokens.css").read_text()
    light, dark = re.findall(r"\{\n\s+(--canvas: #.*?)\n\s+\}", tokens, re.DOTALL)[:2]
    return {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
        for name, block in (("light", light), ("dark", dark))
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_are_readable(theme: str, ink: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_are_visible(theme: str, edge: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[edge], colours[ground]) >= 3
