"""A raw mail as parsed, within limits: what is too large, or could not be parsed, is still a mail with a sender."""

import logging

from balcao.mail.parsing.parse import parse
from balcao.mail.parsing.parsed import ParsedMail

log = logging.getLogger("balcao.mail")

MOST_READ = 40 * 1024 * 1024
"""Bytes of a mail that is taken apart; a larger one is attached to its ticket as it came."""

_HEAD = 64 * 1024


def understand(raw: bytes, *, only_head: bool = False) -> ParsedMail:
    """Never raises. `is_whole` is False when something was left out: then the raw mail belongs on the ticket.

    `only_head`: this mail ended a worker before; its body is not looked at any more.
    """
    if only_head or len(raw) > MOST_READ:
        return _head_of(raw)
    try:
        return parse(raw)
    except Exception:
        log.exception("A mail cannot be parsed; it is filed as it came")
        return _head_of(raw)


def _head_of(raw: bytes) -> ParsedMail:
    source = raw[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    lines = source.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")
    kept = [line for line in lines if not line.lower().startswith((b"content-", b"mime-"))]
    try:
        mail = parse(b"\n".join(kept) + b"\n\n")
    except Exception:
        log.exception("The head of a mail cannot be parsed either")
        mail = ParsedMail()
    mail.is_whole = False
    mail.warnings.append("This mail was not taken apart: it is attached as it came.")
    return mail
