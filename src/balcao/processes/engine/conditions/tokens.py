"""A condition cut into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from balcao.processes.engine.errors import ConditionInvalid
from balcao.processes.engine.words import AND_OR, EQUALITY, ESCAPE, NOT_CLOSED

Kind = Literal["text", "integer", "decimal", "name", "operator", "end"]

_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*)
    |(?P<decimal>[0-9]+\.[0-9]+)
    |(?P<integer>[0-9]+)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<operator>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:,.()\[\]])""",
    re.VERBOSE,
)
_KINDS: dict[str, Kind] = {
    "text": "text",
    "integer": "integer",
    "decimal": "decimal",
    "name": "name",
    "operator": "operator",
}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    at: int


def tokens(source: str) -> list[Token]:
    """The words of a condition and an `end`. Raises ConditionInvalid at the first character that begins none."""
    found: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _why_not(source, position)
        kind = _KINDS.get(match.lastgroup or "")
        if kind:
            text = match.group()
            found.append(Token(kind, _unescaped(text[1:-1], position + 1) if kind == "text" else text, position + 1))
        position = match.end()
    return [*found, Token("end", "", len(source) + 1)]


def syntax(at: int, reason: str) -> ConditionInvalid:
    """A condition that cannot be read; `reason` is one of REASONS."""
    return ConditionInvalid("condition_syntax", at, reason=reason)


def unexpected(at: int, text: str) -> ConditionInvalid:
    """A word or sign that cannot stand where it stands."""
    return ConditionInvalid("condition_unexpected", at, text=text[:40])


def _why_not(source: str, position: int) -> ConditionInvalid:
    char = source[position]
    if char in "\"'":
        return syntax(position + 1, NOT_CLOSED)
    if char == "=":
        return syntax(position + 1, EQUALITY)
    if char in "&|":
        return syntax(position + 1, AND_OR)
    return unexpected(position + 1, char)


def _unescaped(text: str, at: int) -> str:
    def one(match: re.Match[str]) -> str:
        escape = match.group(1)
        if escape.startswith("u") and len(escape) == 5:
            code = int(escape[1:], 16)
            if not 0xD800 <= code <= 0xDFFF:
                return chr(code)
        elif escape in _ESCAPES:
            return _ESCAPES[escape]
        raise syntax(at, ESCAPE)

    return _ESCAPE.sub(one, text)
