"""Sentences that surfaces translate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Translate = Callable[[str], str]


def _(sentence: str) -> str:
    """Marks a sentence for the message catalogue, which is made from the source. Who shows it translates it."""
    return sentence


IN_WORDS: Mapping[str, str] = {
    "bool": _("true or false"),
    "int": _("a whole number"),
    "double": _("a number"),
    "string": _("a text"),
    "timestamp": _("an instant"),
    "duration": _("a duration"),
    "list(string)": _("a list of texts"),
}
OTHER_LIST = _("a list")

NOT_CLOSED = _("a text is not closed")
EQUALITY = _("equality is written ==")
AND_OR = _("write && for and, || for or")
ESCAPE = _("after \\ only n, t, u, quotes and \\ are accepted")
NO_NAME = _("a name is missing")
NO_KEY = _("between [ and ] only a text is accepted")
TOO_LARGE = _("the number is too large")
TOO_EARLY = _("it ends too early")
REASONS = frozenset({NOT_CLOSED, EQUALITY, AND_OR, ESCAPE, NO_NAME, NO_KEY, TOO_LARGE, TOO_EARLY})

WORDS = REASONS | frozenset((*IN_WORDS.values(), OTHER_LIST))
"""Parameters of sentences that are words of a language; all others are the author's own, or signs."""


def filled(sentence: str, params: Mapping[str, str | int], translate: Translate) -> str:
    """The sentence in the reader's language with its parameters; those that are WORDS are translated too."""
    said = {
        name: translate(value) if isinstance(value, str) and value in WORDS else value for name, value in params.items()
    }
    return translate(sentence) % said
