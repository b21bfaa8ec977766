"""What of a mail is new: without the mail it answers, without signature. Line by line, in linear time.

The package mail-parser-reply knows many programs and languages; what it misses (Gmail in Portuguese and Spanish, the
signature line of RFC 3676 §4.3, phones, our own line) is found here. When in doubt nothing is cut: what is cut too
much is lost to the reader, what is cut too little is only long.
"""

from __future__ import annotations

import re
from itertools import accumulate

OUR_LINES = frozenset({"Responda acima desta linha", "Answer above this line", "Responda arriba de esta línea"})
"""With which mails of ours begin (ui/mail/ticket.html), in each language: some programs quote with no other sign."""
ANOTHER_DESKS_LINE = "##- "
"""«##- Please type your reply above this line -##»: the mail answers one of another help desk, sent on to us."""
LONGEST = 60_000
"""Characters that the package is asked to look at."""

_WROTE = re.compile(
    r"(escreveu|wrote|escribi[óo]|schrieb|a écrit|ha scritto|schreef)\s*(?:\([^)]{0,80}\))?\s*:\s*$", re.IGNORECASE
)
_BEGINS_WROTE = re.compile(
    r"^\s*(Em|No dia|On|El|Am|Le|Il|Op)\b.{0,200}|^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.{0,200}", re.IGNORECASE
)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}|_{5,}|\*{3,})?\s*(Mensagem original|Original Message|Mensaje original|Urspr[üu]ngliche Nachricht|"
    r"Message d'origine|Mensagem encaminhada|Forwarded message|Mensaje reenviado)\s*(?:-{2,}|_{5,}|\*{3,})?\s*$",
    re.IGNORECASE,
)
_FROM_LINE = re.compile(r"^\s*\*?(De|From|Von|Da|Van)\s?:\*?\s*\S", re.IGNORECASE)
_NEXT_LINE = re.compile(
    r"^\s*\*?(Enviad[ao](?: em| el)?|Sent|Date|Data|Fecha|Gesendet|Datum|Envoy[ée]|Para|To|An|À|Asunto|Assunto|Subject|"
    r"Betreff|Objet)\s?:\*?",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_PHONE = re.compile(
    r"^\s*(Enviad[ao] (?:do|da|pelo|pela|via|desde|a partir) .{2,60}|Sent from .{2,60}|Get Outlook for .{2,30}|"
    r"Obter (?:o )?Outlook para .{2,30}|Obtener Outlook para .{2,30}|Von meinem .{2,40} gesendet|"
    r"Gesendet von .{2,40}|Envoyé de(?:puis)? .{2,60}|Sent with .{2,40})\.?\s*$",
    re.IGNORECASE,
)


def reply_of(text: str) -> str:
    """The new part of a text; the whole when nothing of it seems to be new."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept = _without_signature(lines[: _end(lines)])
    new = "\n".join(kept).strip()
    if new and len(new) <= LONGEST:
        new = _by_package(new) or new
    return new or text.strip()


def _by_package(text: str) -> str:
    from mailparser_reply.parser import EmailReplyParser

    return str(EmailReplyParser(languages=["en", "pt", "es", "de", "fr"]).parse_reply(text=text) or "").strip()


def _end(lines: list[str]) -> int:
    """The line at which the answered mail begins; all of them when answers stand between its lines."""
    written = _written_before(lines)
    last = max((number for number, line in enumerate(lines) if _is_quoted(line)), default=-1)
    for number, line in enumerate(lines):
        if line.strip() in OUR_LINES or line.lstrip().startswith(ANOTHER_DESKS_LINE):
            return number
        begins = _quote_begins(lines, number)
        # Somebody wrote between quoted lines: only certain when the rest is quoted with «>».
        if begins and (last < number + begins or written[last] == written[number + begins]):
            return number
    return _trailing_quote(lines)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _written_before(lines: list[str]) -> list[int]:
    """For each line, how many before it somebody wrote: neither empty nor quoted."""
    return list(accumulate((bool(line.strip()) and not _is_quoted(line) for line in lines), initial=0))


def _quote_begins(lines: list[str], number: int) -> int:
    """How many lines say that a quoted mail follows; 0 for none."""
    line = lines[number]
    if _ORIGINAL.match(line):
        return 1
    if _BEGINS_WROTE.match(line):
        # «Em seg., 1 de jun. de 2026 às 10:00, Fulana <a@b>» may be broken over three lines before «escreveu:».
        for more in range(1, 4):
            if _WROTE.search(" ".join(lines[number : number + more])):
                return more
    if _RULE.match(line) and number + 1 < len(lines) and _FROM_LINE.match(lines[number + 1]):
        return 2
    if _FROM_LINE.match(line) and sum(bool(_NEXT_LINE.match(near)) for near in lines[number + 1 : number + 5]) >= 2:
        return 1
    return 0


def _trailing_quote(lines: list[str]) -> int:
    """Where a block of «>» lines that ends the mail begins."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_quoted(lines[end - 1])):
        end -= 1
    quoted = any(_is_quoted(line) for line in lines[end:])
    return end if quoted and end else len(lines)


def _without_signature(lines: list[str]) -> list[str]:
    """Up to «-- » (RFC 3676 §4.3), and without what phones say of themselves at the end."""
    for number, line in enumerate(lines):
        if number and line.rstrip("\r") in {"-- ", "--"} and len(lines) - number <= 30:
            lines = lines[:number]
            break
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    while end and _PHONE.match(lines[end - 1]):
        end -= 1
        while end and not lines[end - 1].strip():
            end -= 1
    return lines[:end]
