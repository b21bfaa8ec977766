"""Keeps a mail that came in before anything is made of it: the only step between a mail server and our disk.

Once `keep` has returned, the row, its bytes, its place and the job that sorts it are committed together; until then
the sender's server keeps the mail (security.md §2, 1 and 7).
"""

import zlib
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from balcao.mail.headline import Headline, headline_of
from balcao.mail.mailboxes import mailbox_for
from balcao.mail.models import IncomingMail, Mailbox, MailPlace, RawMail
from balcao.mail.reading import MOST_BYTES, TooLarge

NOBODY = "<>"
"""The empty sender of an envelope, as it is stored: no sender given is an empty text."""

CHANNELS = frozenset({"imap", "lmtp", "pipe", "folder"})

MOST_RECIPIENTS = 100

FAST = 1
"""Most of a large mail is base64, of which every level of zlib makes about the same; the others take three times as
long."""


def keep(
    *,
    content: bytes,
    channel: str,
    mailbox: Mailbox | None,
    now: datetime,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    place: tuple[int, int] | None = None,
) -> IncomingMail:
    """Store one mail and have it sorted, committed when this returns; the same bytes again are the same row.

    `channel`: imap, lmtp, pipe or folder. `place`: (UIDVALIDITY, UID) in `mailbox`. Raises TooLarge, ValueError for an
    unknown channel, RuntimeError within a transaction, and whatever the database raises: then nothing was kept.
    """
    if channel not in CHANNELS:
        raise ValueError(channel)
    if len(content) > MOST_BYTES:
        raise TooLarge(len(content))
    digest = sha256(content).hexdigest()
    head = headline_of(content)
    recipients = [_clean(one, 320) for one in envelope_to][:MOST_RECIPIENTS]
    for is_last in (False, True):
        try:
            with transaction.atomic(durable=True):
                mail = IncomingMail.objects.filter(digest=digest).first()
                if mail is None:
                    mail = _new(content, digest, head, channel, mailbox, now, _clean(envelope_from, 320), recipients)
                if mailbox is not None and place is not None:
                    _put_place(mail, mailbox, place)
            return mail
        except IntegrityError:
            # Another process kept the same bytes at this moment: they are one mail.
            if is_last:
                raise
    raise AssertionError("either kept or raised")


def _new(
    content: bytes,
    digest: str,
    head: Headline,
    channel: str,
    mailbox: Mailbox | None,
    now: datetime,
    envelope_from: str,
    envelope_to: list[str],
) -> IncomingMail:
    from balcao.mail.incoming_jobs import sort_mail

    mail = IncomingMail.objects.create(
        mailbox=mailbox or mailbox_for([*envelope_to, *head.recipients]),
        channel=channel,
        digest=digest,
        size=len(content),
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        kept_at=now,
        from_address=head.from_address,
        from_name=head.from_name,
        to_line=head.to_line,
        subject=head.subject,
        header_id=head.message_id,
        sent_at=head.sent_at,
    )
    RawMail.objects.create(mail=mail, content=zlib.compress(content, FAST))
    sort_mail.enqueue(mail.pk)
    return mail


def _put_place(mail: IncomingMail, mailbox: Mailbox, place: tuple[int, int]) -> None:
    MailPlace.objects.get_or_create(
        mailbox=mailbox, uidvalidity=place[0], uid=place[1], defaults={"mail": mail, "is_done": False}
    )


def raw_bytes(mail: IncomingMail) -> bytes:
    """The mail, byte for byte as it came in."""
    return zlib.decompress(bytes(RawMail.objects.get(mail=mail).content))


def _clean(text: str, limit: int) -> str:
    """Fit for a column: PostgreSQL takes neither NUL nor half a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:limit]
