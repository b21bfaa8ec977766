"""Text as the index keeps it and as a query asks for it: folded words, the same on both databases."""

import re

from balcao.lib.texts import fold

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
MOST_WORDS = 12
"""Words of a query that count; what comes after them narrows nothing any more."""

NUMBER = re.compile(r"\s*(?:n[ºo°.]*\s*|#\s*)?(\d{1,15})\s*", re.IGNORECASE | re.ASCII)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order. Long ones are cut: nobody types them, and an index refuses them."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


def query_words(text: str) -> list[str]:
    """The words to look for, each once."""
    return list(dict.fromkeys(words_of(text[:1_000])))[:MOST_WORDS]


def number_in(text: str) -> int | None:
    """The ticket number that somebody typed, and nothing else: 10482, #10482, nº 10482."""
    match = NUMBER.fullmatch(text)
    return int(match[1]) if match else None
