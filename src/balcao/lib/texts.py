"""Texts that people wrote in several languages, and text made ready for search and lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

Texts = Mapping[str, str]
"""Language code (lower-case BCP 47, `pt-br`) → wording."""

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def pick(texts: Texts, language: str | None, fallback: str = "pt-br") -> str:
    """The wording for a reader: their language, its relatives (`pt` ↔ `pt-br`, `es-mx` → `es`), `fallback`, any.

    Blank wordings count as missing. Without any wording the answer is an empty string.
    """
    if language is not None and (exact := texts.get(language, "")).strip():
        return exact
    for code in _languages_to_try(texts, language, fallback):
        wording = texts.get(code, "")
        if wording.strip():
            return wording
    return ""


def _languages_to_try(texts: Texts, language: str | None, fallback: str) -> Iterator[str]:
    for wanted in (language, fallback):
        if wanted:
            code = wanted.lower().replace("_", "-")
            base = code.partition("-")[0]
            yield code
            yield base
            yield from (known for known in texts if known.partition("-")[0] == base)
    yield from texts


def check_texts(value: object) -> list[str]:
    """What is wrong with a value that should be `Texts`, as sentences for its author; empty when it is right."""
    if not isinstance(value, Mapping):
        return [_("Write one text per language, for example: pt-br: Recebido.")]
    if not value:
        return [_("Write the text in at least one language.")]
    problems = []
    for code, wording in value.items():
        if not isinstance(code, str) or not LANGUAGE_CODE.fullmatch(code):
            problems.append(
                _("“%(code)s” is not a language code. Use lower case, such as pt-br, en or es.") % {"code": code}
            )
        elif not isinstance(wording, str) or not wording.strip():
            problems.append(_("The text in “%(code)s” is empty. Write it or remove the language.") % {"code": code})
    return problems


def fold(text: str) -> str:
    """Text as search compares it: without accents, case or invisible characters, blanks as single spaces.

    Done here and stored, not left to a collation, so that SQLite and PostgreSQL find the same rows.
    Folding what is folded already changes nothing.
    """
    return _fold_once(_fold_once(text))


def _fold_once(text: str) -> str:
    # Case folding can bring marks back (İ → i + dot above), hence decomposing before and after it.
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(spread.translate(_HEARD).translate(_PLAIN_LETTERS).split())


class _Heard(dict[int, int | None]):
    """For `str.translate`: blanks become spaces, marks and invisible characters go. Each letter is looked at once."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        is_silent = unicodedata.category(char) in {"Mn", "Me", "Cc", "Cf", "Cs"}
        self[code] = ord(" ") if char.isspace() else None if is_silent else code
        return self[code]


_HEARD = _Heard()


def snippet(text: str, length: int) -> str:
    """The beginning of a text on one line, at most `length` characters, cut between words with «…»."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    if length < 1:
        return ""
    cut = line[: length - 1]
    if not line[length - 1].isspace() and " " in cut:
        # A word longer than half the room is cut in the middle: better than showing nearly nothing.
        before, _blank, rest = cut.rpartition(" ")
        cut = before if len(rest) <= length // 2 else cut
    return cut.rstrip(" ,;:.–—-") + "…"
