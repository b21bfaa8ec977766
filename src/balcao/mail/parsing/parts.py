"""The leaves of a MIME tree, within limits, their transfer encoding undone."""

from __future__ import annotations

import binascii
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from balcao.lib.names import clean_filename
from balcao.mail.parsing.headers import parameter, raw_header, text_header
from balcao.mail.parsing.parsed import ParsedAttachment
from balcao.mail.parsing.tnef import unpacked

MOST_PARTS = 500
DEEPEST = 25
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)", re.ASCII)
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "image/jpeg": ".jpg",
    "message/delivery-status": ".txt",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part without parts. `parents`: the subtypes of the multiparts around it, the outermost first."""

    message: Message
    content_type: str
    parents: tuple[str, ...]
    filename: str
    is_attachment: bool
    content_id: str

    def content(self) -> bytes:
        """The bytes as they were sent; of a mail within the mail, the mail itself."""
        if self.content_type.startswith("message/") and self.message.is_multipart():
            return _whole(self.message)
        if raw_header(self.message, "Content-Transfer-Encoding").strip().lower() == "base64":
            return _from_base64(self.message.get_payload())
        try:
            payload = self.message.get_payload(decode=True)
        except (ValueError, AttributeError, AssertionError, LookupError, IndexError):
            payload = None
        if isinstance(payload, bytes):
            return payload
        raw = self.message.get_payload()
        return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _from_base64(payload: object) -> bytes:
    """As much as can be read: letters that are none are left out (RFC 2045 §6.8), and an end that was cut off too."""
    if not isinstance(payload, str):
        return b""
    letters = _NOT_BASE64.sub(b"", payload.partition("=")[0].encode("ascii", "ignore"))
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _whole(message: Message) -> bytes:
    """The messages that the parser found inside, as they were written: headers are not folded anew."""
    inner = message.get_payload()
    pieces = []
    for part in inner if isinstance(inner, list) else []:
        out = BytesIO()
        try:
            BytesGenerator(out, mangle_from_=False, maxheaderlen=0).flatten(part, unixfrom=False)
        except (ValueError, LookupError, RecursionError, AttributeError, TypeError, UnicodeError):
            continue
        pieces.append(out.getvalue())
    return b"".join(pieces)


def leaves(message: Message, warnings: list[str], parents: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Depth first, in their order. What lies deeper than 25 or is the 501st part is left out, with a warning."""
    if len(parents) > DEEPEST:
        _warn(warnings, "Parts were nested too deeply: the inner ones were left out.")
        return
    content_type = content_type_of(message)
    inner = message.get_payload()
    if content_type.startswith("multipart/") and isinstance(inner, list):
        for part in inner[:MOST_PARTS]:
            if isinstance(part, Message):
                yield from leaves(part, warnings, (*parents, content_type.partition("/")[2]))
        if len(inner) > MOST_PARTS:
            _warn(warnings, "There were too many parts: the rest was left out.")
        return
    yield _leaf(message, content_type, parents)


def _leaf(message: Message, content_type: str, parents: tuple[str, ...]) -> Leaf:
    disposition = raw_header(message, "Content-Disposition").partition(";")[0].strip().lower()
    filename = parameter(message, "content-disposition", "filename") or parameter(message, "content-type", "name")
    content_id = text_header(message, "Content-ID").strip("<> ")[:250]
    is_text = content_type in {"text/plain", "text/html", "text/enriched"} or content_type.startswith("multipart/")
    is_attachment = disposition == "attachment" or bool(filename) or not is_text
    return Leaf(message, content_type, parents, filename, is_attachment, content_id)


def content_type_of(message: Message) -> str:
    """`type/subtype` in lower case; text/plain for what says nothing, an octet stream for what says nonsense."""
    given = raw_header(message, "Content-Type")
    if not given:
        return "text/plain"
    found = _TYPE.match(given)
    if found is None:
        return "text/plain" if given.lower().startswith("text") else "application/octet-stream"
    return found.group(1).lower()


def attachments(leaf: Leaf, position: int, html: str) -> list[ParsedAttachment]:
    """The part as a file; of a winmail.dat what is packed in it."""
    content = leaf.content()
    if leaf.content_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or leaf.filename == "winmail.dat":
        inner = unpacked(content)
        if inner:
            return [attachment(name, "", data) for name, data in inner]
    is_used = bool(leaf.content_id) and f"cid:{leaf.content_id}".lower() in html.lower()
    is_inline = is_used or (leaf.parents[-1:] == ("related",) and leaf.content_type.startswith("image/"))
    name = leaf.filename or _name(leaf, position)
    return [attachment(name, leaf.content_type, content, is_inline=is_inline, content_id=leaf.content_id)]


def attachment(
    name: str, content_type: str, content: bytes, *, is_inline: bool = False, content_id: str = ""
) -> ParsedAttachment:
    clean = clean_filename(name)
    return ParsedAttachment(
        filename=clean,
        content_type=content_type or mimetypes.guess_type(clean)[0] or "application/octet-stream",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        is_inline=is_inline,
        content_id=content_id,
    )


def _name(leaf: Leaf, position: int) -> str:
    """Of a mail within the mail its subject; of others «part-3.pdf»."""
    if leaf.content_type == "message/rfc822":
        inner = leaf.message.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = text_header(first, "Subject")[:100] if isinstance(first, Message) else ""
        return f"{subject or 'message'}.eml"
    extension = _EXTENSIONS.get(leaf.content_type) or mimetypes.guess_extension(leaf.content_type) or ".bin"
    return f"part-{position}{extension}"


def _warn(warnings: list[str], text: str) -> None:
    if text not in warnings:
        warnings.append(text)
