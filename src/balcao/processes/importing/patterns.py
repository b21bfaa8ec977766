"""Regular expressions of Perl for our evaluator, whose work is linear in the text searched."""

from __future__ import annotations

import re

from balcao.processes.engine.conditions.calls import is_pattern

_STRINGIFIED = re.compile(r"\(\?(?:\^|-xism|-xismn?)[a-z]*:")
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|[*+?}]\+|.", re.DOTALL)
_INSTEAD = {r"\Z": "$", r"\h": r"[ \t]", r"\R": r"(?:\r\n|\n|\r)", r"\ ": " ", r"\"": '"', r"\@": "@", r"\e": r"\x1b"}


def ours(pattern: str) -> str | None:
    """The pattern as our evaluator takes it; None for what it cannot say (look-ahead, back-references)."""
    parts = []
    for match in _PART.finditer(_STRINGIFIED.sub("(?:", pattern)):
        part = match.group()
        if len(part) == 2 and part[1] == "+" and part[0] in "*+?}":
            # Possessive: the same signs mean something else to the evaluator.
            return None
        parts.append(_INSTEAD.get(part, part))
    found = "".join(parts)
    return found if is_pattern(found) else None
