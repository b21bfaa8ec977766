"""Bytes of a mail → what was understood. No database, no network, no exception, whatever comes."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from itertools import islice

from balcao.mail.parsing.automatic import automatic_of
from balcao.mail.parsing.bodies import bodies, shown_html
from balcao.mail.parsing.delivery_status import failures_of, returned_id
from balcao.mail.parsing.headers import addresses, message_ids, raw_header, raw_headers, text_header, when
from balcao.mail.parsing.parsed import ParsedMail
from balcao.mail.parsing.parts import MOST_PARTS, Leaf, attachments, leaves
from balcao.mail.parsing.quoting import reply_of

MOST_HEADS = 4 * MOST_PARTS
"""A mail with more parts than this is made to cost time: it is read as one text."""

_LEFT_OUT = ("left out.", "read as one text.", "is in the raw mail only.")
"""How warnings end that tell of something that no attachment and no text of ours holds."""


def parse(raw: bytes) -> ParsedMail:
    """Everything that could be read; what was damaged, left out or contradicts itself stands in `warnings`."""
    mail = ParsedMail()
    message = _message(raw, mail)
    _head(message, mail)
    found = list(islice(leaves(message, mail.warnings), MOST_PARTS + 1))
    if len(found) > MOST_PARTS:
        found = found[:MOST_PARTS]
        mail.warnings.append("There were too many parts: the rest was left out.")
    mail.failures, mail.returned_message_id = failures_of(found), returned_id(found)
    written = _written(found)
    mail.text, html = bodies(written, mail.warnings)
    mail.html = shown_html(html)
    for position, leaf in enumerate(found, start=1):
        if leaf not in written:
            mail.attachments += attachments(leaf, position, html)
    mail.reply_text = reply_of(mail.text)
    mail.automatic = automatic_of(message, subject=mail.subject, sender=mail.sender.address, failures=mail.failures)
    mail.is_whole = not any(warning.endswith(_LEFT_OUT) for warning in mail.warnings)
    return mail


def _message(raw: bytes, mail: ParsedMail) -> Message:
    # Programs that keep mails in one file begin each with «From …», which is no header.
    source = raw.split(b"\n", 1)[-1] if raw.startswith(b"From ") else raw
    if source.lower().count(b"\ncontent-") <= MOST_HEADS:
        try:
            return message_from_bytes(source)
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError, UnicodeError):
            pass
    mail.warnings.append("The parts of this mail could not be told apart: it was read as one text.")
    head, _blank, body = source.replace(b"\r\n", b"\n").partition(b"\n\n")
    kept = [line for line in _unfolded(head) if not line.lower().startswith((b"content-", b"mime-"))]
    return message_from_bytes(b"\n".join(kept)[:200_000] + b"\n\n" + body[:500_000])


def _unfolded(head: bytes) -> list[bytes]:
    return head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")


def _head(message: Message, mail: ParsedMail) -> None:
    mail.from_ = addresses(raw_headers(message, "From"))
    mail.to = addresses(raw_headers(message, "To"))
    mail.cc = addresses(raw_headers(message, "Cc"))
    mail.reply_to = addresses(raw_headers(message, "Reply-To"))
    mail.envelope_to = [
        one.address
        for name in ("Delivered-To", "X-Original-To", "Envelope-To")
        for one in addresses(raw_headers(message, name))
        if one.address
    ]
    mail.subject = text_header(message, "Subject")[:500]
    mail.date = when(raw_header(message, "Date"))
    mail.message_id = next(iter(message_ids(raw_header(message, "Message-ID"))), "")
    mail.in_reply_to = message_ids(raw_header(message, "In-Reply-To"))
    mail.references = message_ids(raw_header(message, "References"))
    if len(mail.from_) != 1:
        mail.warnings.append("There is no sender." if not mail.from_ else "There are several senders.")
    for name in ("From", "Subject", "Message-ID", "Date", "Content-Type"):
        if len(raw_headers(message, name)) > 1:
            mail.warnings.append(f"The header {name} stands there more than once.")
    if raw_header(message, "Date") and mail.date is None:
        mail.warnings.append("The date cannot be read.")


def _written(found: list[Leaf]) -> list[Leaf]:
    """The parts that are the mail's own text. Of alternatives the last of each kind counts (RFC 2046 §5.1.4)."""
    texts = [leaf for leaf in found if not leaf.is_attachment]
    if texts:
        return texts
    # A mail of nothing but one named text: its name does not make it less of a letter.
    alone = found[0] if len(found) == 1 and found[0].content_type in {"text/plain", "text/html"} else None
    is_letter = alone is not None and raw_header(alone.message, "Content-Disposition").lower().startswith("inline")
    return [alone] if alone is not None and is_letter else []
