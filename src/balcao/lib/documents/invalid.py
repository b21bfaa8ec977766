"""What all documents share: the refusal, and reading what was typed."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

MAX_TYPED = 200
"""Nothing that is asked for here is longer, however it is spaced; more is not looked at."""

_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
# Not Unicode's compatibility forms at large: they would read 10² as 102.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MASK = re.compile(r"[.\-/\u2010-\u2015\u2212]")


class InvalidDocument(ValueError):
    """What was typed cannot be the document asked for; `message` tells the reader what to do, in their language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def without_blanks(text: str) -> str:
    """Upper case, full-width forms made plain, blanks and invisible characters gone.

    Raises InvalidDocument when more was typed than any document is long.
    """
    if len(text) > MAX_TYPED:
        raise InvalidDocument(_("This is too long. Enter only the number."))
    return _BLANKS.sub("", text.translate(_FULL_WIDTH)).upper()


def without_mask(text: str) -> str:
    """Like `without_blanks`, without the dots, dashes and slashes of a mask either."""
    return _MASK.sub("", without_blanks(text))


def check_digit(body: str, weights: tuple[int, ...]) -> str:
    """Module 11 as Receita and SEFAZ use it: characters count ASCII − 48 (so A is 17); remainders 0 and 1 give 0."""
    remainder = sum((ord(char) - 48) * weight for char, weight in zip(body, weights, strict=True)) % 11
    return str(11 - remainder) if remainder > 1 else "0"
