"""A mail as it was understood, for its page: plain text only, so that nothing of it can run or load anything."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext

from balcao.mail.parsing.parsed import Address, ParsedAttachment, ParsedMail
from balcao.mail.understanding import understand
from balcao.setup.incoming.parser_warnings import say_warnings

MOST_TEXT = 60_000
"""Characters of text and of headers that a page shows."""


@dataclass(frozen=True, slots=True)
class Header:
    label: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """`new`: what its author wrote; `quoted`: what it answers and the signature. `is_cut`: more stands in the original.
    `source`: its headers, as they came."""

    headers: list[Header]
    new: str
    quoted: str
    is_cut: bool
    attachments: list[ParsedAttachment]
    warnings: list[str]
    source: str


def understood(raw: bytes) -> Understood:
    mail = understand(raw)
    new, quoted = _parted(mail)
    return Understood(
        headers=_headers(mail),
        new=new[:MOST_TEXT],
        quoted=quoted[:MOST_TEXT],
        is_cut=max(len(new), len(quoted)) > MOST_TEXT,
        attachments=mail.attachments,
        warnings=say_warnings(mail.warnings),
        source=_source(raw),
    )


def _headers(mail: ParsedMail) -> list[Header]:
    rows = [
        Header(pgettext("mail", "From"), _line(mail.from_)),
        Header(pgettext("mail", "To"), _line(mail.to)),
        Header(pgettext("mail", "Copy"), _line(mail.cc)),
        Header(pgettext("mail", "Answers go to"), _line(mail.reply_to)),
        Header("Message-ID", mail.message_id, is_code=True),
        Header("In-Reply-To", " ".join(mail.in_reply_to), is_code=True),
        Header("References", " ".join(mail.references), is_code=True),
    ]
    return [row for row in rows if row.value]


def _line(addresses: list[Address]) -> str:
    return ", ".join(str(one) for one in addresses)


def _parted(mail: ParsedMail) -> tuple[str, str]:
    """What is new, and the rest; the whole text as the rest where the new part is no beginning of it."""
    text, new = mail.text.strip(), mail.reply_text.strip()
    if text.startswith(new):
        return new, text[len(new) :].strip()
    return new, text


def _source(raw: bytes) -> str:
    head = raw[: MOST_TEXT * 4].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return head.decode("utf-8", "replace").replace("\x00", "")[:MOST_TEXT]
