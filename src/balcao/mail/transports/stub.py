"""What is kept of a mail that is larger than what is taken in: its author, its words, and where the rest is."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.mail.parsing.parse import parse

READ = 512 * 1024
"""Bytes from its beginning: nearly every program puts the text before the attachments."""

MOST_TEXT = 100_000
MEGA = 1024 * 1024

NOT_TAKEN_OVER = frozenset({"content-type", "content-transfer-encoding", "mime-version", "content-disposition"})


def stub_of(beginning: bytes, *, size: int, where: str) -> bytes:
    """A mail with the same headers and its text, and a line that says what is missing; always the same for the same."""
    found = parse(beginning)
    with translation.override(settings.LANGUAGE_CODE):
        notice = _(
            "This mail of %(size)s MB is larger than the %(limit)s MB that are taken in. Its attachments are still at: "
            "%(where)s"
        ) % {"size": -(-size // MEGA), "limit": settings.MAIL_MAX_BYTES // MEGA, "where": where}
    text = f"{notice}\n\n{found.text[:MOST_TEXT]}".encode("utf-8", "replace").decode()
    return _headers(beginning) + _body(text)


def _headers(beginning: bytes) -> bytes:
    """As they came, but for those that describe the body."""
    head = beginning.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    kept, skip = [], False
    for line in head.split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            skip = line.partition(b":")[0].strip().lower().decode("latin-1") in NOT_TAKEN_OVER
        if not skip and line:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n"


def _body(text: str) -> bytes:
    part = EmailMessage(policy=policy.SMTP)
    part.set_content(text, cte="base64")
    return part.as_bytes()
