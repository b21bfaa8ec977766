"""Headers as text: encoded words in every broken form (RFC 2047), addresses, dates, message ids."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice

from balcao.mail.parsing.charsets import decode, known_charset
from balcao.mail.parsing.parsed import Address

LONGEST = 8_000
MOST_ADDRESSES = 200
MOST_IDS = 100
MOST_HEADERS = 1_000

_WORD = re.compile(r"=\?([^?\s]{1,60}?)(?:\*[^?\s]{0,30})?\?([bBqQ])\?([^?]{0,4000}?)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_ID = re.compile(r"<([^<>\s]{1,250})>")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def raw_header(message: Message, name: str) -> str:
    """The first header of this name, unfolded, its bytes as surrogates; empty when there is none."""
    return next(iter(raw_headers(message, name)), "")


def raw_headers(message: Message, name: str) -> list[str]:
    """Every header of this name. Read from the source: `Message.get` parses, and fails on some."""
    wanted = name.lower()
    found = [str(value) for key, value in islice(message.raw_items(), MOST_HEADERS) if key.lower() == wanted]
    return [re.sub(r"[ \t]*\r?\n[ \t]*", " ", value)[:LONGEST].strip() for value in found]


def text_header(message: Message, name: str) -> str:
    """A header for people: decoded, on one line, without control and direction marks."""
    return one_line(decoded(raw_header(message, name)))


def one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", _HIDDEN.sub(" ", text)).strip()


def decoded(value: str) -> str:
    """Encoded words as text, bytes that are none as what they look like. Blanks between two words mean nothing."""
    source = _as_text(value)
    joined = _BETWEEN_WORDS.sub(r"\1", source)
    parts: list[str] = []
    done, pending, pending_charset = 0, b"", ""
    for match in _WORD.finditer(joined):
        between = joined[done : match.start()]
        charset, data = match.group(1), _word_bytes(match.group(2), match.group(3))
        # A letter of several bytes may be cut in two by a word's end: words of one charset are one text.
        if pending and (between or charset.lower() != pending_charset.lower()):
            parts.append(decode(pending, pending_charset)[0])
            pending = b""
        parts.append(between)
        pending, pending_charset, done = pending + data, charset, match.end()
    if pending:
        parts.append(decode(pending, pending_charset)[0])
    parts.append(joined[done:])
    return "".join(parts)


def _word_bytes(kind: str, text: str) -> bytes:
    if kind in "bB":
        letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
        letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
        try:
            return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
        except binascii.Error:
            return text.encode("utf-8", "replace")
    return binascii.a2b_qp(text.replace("_", " ").encode("utf-8", "replace"), header=False)


def _as_text(value: str) -> str:
    """Bytes above 127 come as surrogates: they are UTF-8 nearly always, else Windows."""
    if value.isascii():
        return value
    data = value.encode("utf-8", "surrogateescape")
    return decode(data)[0]


def addresses(values: Iterable[str]) -> list[Address]:
    """The mailboxes of address headers. Parsed before they are decoded: an encoded word is a name, never an address."""
    found: list[Address] = []
    for value in values:
        for name, address in _pairs(value):
            if len(found) >= MOST_ADDRESSES:
                return found
            one = Address(one_line(decoded(name)), _address(address))
            if one.name or one.address:
                found.append(one)
    return found


def _pairs(value: str) -> list[tuple[str, str]]:
    text = _as_text(value)
    # Comments within comments are read by recursion; a hundred deep is no address of anybody's.
    if text.count("(") > 100:
        return []
    try:
        return getaddresses([text])
    except (IndexError, ValueError, RecursionError):
        return []


def _address(given: str) -> str:
    """`local@domain` with a lower-case domain; empty for anything else."""
    local, at, domain = one_line(given).replace(" ", "").rpartition("@")
    if not at or not local or not domain or "=?" in given or len(given) > 254:
        return ""
    return f"{local}@{domain.lower().rstrip('.')}"


def message_ids(value: str) -> list[str]:
    """Ids between angle brackets, in order, each once; a bare one when there is no bracket at all."""
    source = _as_text(value)
    found = [f"<{one}>" for one in _ID.findall(source)]
    if not found and source and "<" not in source:
        bare = source.split()[0]
        found = [f"<{bare[:250]}>"] if "@" in bare else []
    return list(dict.fromkeys(found))[:MOST_IDS]


def when(value: str) -> datetime | None:
    """RFC 5322 dates, and what mail programs write instead; None when it means nothing. Always with a zone."""
    try:
        found = parsedate_to_datetime(_as_text(value))
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def parameter(message: Message, header: str, name: str) -> str:
    """A parameter of Content-Type or Content-Disposition: RFC 2231 with its pieces, RFC 2047, or raw bytes."""
    try:
        value = message.get_param(name, None, header)
    except (ValueError, IndexError, TypeError, LookupError, AttributeError, UnicodeError):
        value = None
    if isinstance(value, tuple):
        charset, _language, text = value
        data = (text or "").encode("latin-1", "replace") if not (text or "").isascii() else (text or "").encode()
        return one_line(decode(data, known_charset(charset or "") or "utf-8")[0])
    return one_line(decoded(str(value))) if value else ""
