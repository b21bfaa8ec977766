"""Ajuda: the manual of the portal, one text for each language, with pictures of the product in that language."""

import re
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string

PICTURES = ("login", "home", "tools", "processes", "dialog", "tickets", "closed", "ticket", "bell", "preferences")
"""Taken by `bin/pictures`; each exists once for each language, 1200 × 750."""

_CHAPTER = re.compile(r'<section id="([a-z-]+)" class="help__chapter"><h2>(.*?)</h2>')


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str


def text_of(language: str) -> str:
    """The template with the manual in this language."""
    return f"front/help/{language}.html"


def pictures_of(language: str) -> dict[str, str]:
    """Name → static path."""
    return {name: f"front/help/{language}/{name}.webp" for name in PICTURES}


def chapters_of(language: str, words: dict[str, object]) -> list[Chapter]:
    """The headings of the text, for its table of contents."""
    text = render_to_string(text_of(language), {**words, "pictures": pictures_of(language)})
    return [Chapter(found[1], unescape(found[2])) for found in _CHAPTER.finditer(text)]
