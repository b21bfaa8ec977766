"""Pieces of conditions, written out."""

from __future__ import annotations

from collections.abc import Sequence

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def quoted(text: str) -> str:
    """A text as a condition writes it."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04x}" if ord(char) < 0x20 or ord(char) == 0x7F else char


def quoted_list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def call(name: str, *arguments: str) -> str:
    return f"znuny.{name}({', '.join(arguments)})"


def joined(parts: Sequence[str], how: str) -> str:
    """Answers put together with and, or, xor; what is always false is worked out at once."""
    kept = [part for part in parts if part != "false"]
    if how == "and":
        return "false" if len(kept) < len(parts) else " && ".join(_bracketed(part, " || ") for part in parts)
    if not kept:
        return "false"
    if how == "or" or len(kept) == 1:
        return " || ".join(_bracketed(part, " && ") if len(kept) > 1 else part for part in kept)
    return call("one", "[" + ", ".join(kept) + "]")


def _bracketed(part: str, sign: str) -> str:
    return f"({part})" if sign in part else part
