"""Puts a finished mail into the outbox, in the transaction of what caused it."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from balcao.lib.names import clean_line
from balcao.mail.jobs import deliver
from balcao.mail.models import MailStatus, OutgoingMail

SUBJECT_LENGTH = 200
HEADER_LENGTH = 900
EXTRA_HEADERS = frozenset({"Reply-To", "In-Reply-To", "References", "Auto-Submitted", "List-Unsubscribe", "Precedence"})


class NoAddress(ValueError):
    """What should be one e-mail address is none, or several."""


@transaction.atomic
def post(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    purpose: str,
    now: datetime,
    key: str = "",
    headers: Mapping[str, str] | None = None,
    is_secret: bool = False,
) -> OutgoingMail:
    """Queue one mail to one address; in a demo it is kept and not sent (settings.MAIL_KEPT_LOCALLY).

    `key` makes it idempotent: the same key is the same mail, queued once. `is_secret`: forget the text once it is sent.
    Subject and headers become single lines, whatever comes in; `headers` are those of EXTRA_HEADERS.
    Raises NoAddress when `to` is not exactly one address.
    """
    message_id = new_message_id(key)
    known = OutgoingMail.objects.filter(message_id=message_id).first() if key else None
    if known is not None:
        return known
    mail = OutgoingMail.objects.create(
        to=one_address(to),
        subject=clean_line(subject, SUBJECT_LENGTH) or clean_line(purpose, SUBJECT_LENGTH),
        text=text.replace("\x00", ""),
        html=html.replace("\x00", ""),
        headers=clean_headers(headers or {}),
        message_id=message_id,
        purpose=purpose,
        is_secret=is_secret,
        status=MailStatus.KEPT if settings.MAIL_KEPT_LOCALLY else MailStatus.QUEUED,
        created_at=now,
    )
    if mail.status == MailStatus.QUEUED:
        deliver.enqueue(mail.pk)
    return mail


def one_address(given: str) -> str:
    """The address itself, without a display name. Raises NoAddress for none, several, or one with a line end in it."""
    address = given.strip()
    if any(mark in address for mark in "\r\n,;<>\x00"):
        raise NoAddress(given)
    try:
        validate_email(address)
    except ValidationError as error:
        raise NoAddress(given) from error
    return address


def clean_headers(headers: Mapping[str, str]) -> dict[str, str]:
    unknown = set(headers) - EXTRA_HEADERS
    if unknown:
        raise ValueError(f"headers that the outbox does not write: {sorted(unknown)}")
    return {name: clean_line(value, HEADER_LENGTH) for name, value in headers.items()}


def new_message_id(key: str = "") -> str:
    """`<…@domain of the sender>`: random, or always the same for a key."""
    left = hashlib.sha256(key.encode()).hexdigest()[:40] if key else secrets.token_hex(20)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{left}@{domain}>"
