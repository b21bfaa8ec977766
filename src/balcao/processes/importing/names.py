"""Names of theirs made into names of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from balcao.lib.names import clean_line

MAX_NAME = 60
_RESERVED_FIELDS = frozenset(
    {
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"),
        *("namespace", "null", "package", "return", "true", "var", "void", "while", "subject", "body", "attachments"),
    }
)
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def slug(name: str, instead: str = "") -> str:
    """`Order placed` → `order-placed`; `instead` when no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", name[:500].lower().translate(_PLAIN))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words)[:MAX_NAME].strip("-") or instead


def field_id(name: str) -> str:
    """`PreProcVacationStart` → `pre_proc_vacation_start`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name[:300])
    found = slug(spaced).replace("-", "_") or "campo"
    if not found[0].isalpha() or found in _RESERVED_FIELDS:
        found = f"campo_{found}"
    return found[:MAX_NAME].strip("_")


def words_of(name: str) -> str:
    """`PreProcVacationStart` → `Pre Proc Vacation Start`, for a field that has no wording."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+", " ", name)
    return clean_line(spaced, 200) or name


def unique(name: str, taken: Iterable[str], joint: str = "-") -> str:
    """The name, with a number when it is taken: `pedido-2`."""
    known = set(taken)
    found, number = name, 1
    while found in known:
        number += 1
        tail = f"{joint}{number}"
        found = f"{name[: MAX_NAME - len(tail)]}{tail}"
    return found
