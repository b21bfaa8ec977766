"""Puts a finished mail into the outbox, in the transaction of what caused it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from balcao.files.models import StoredFile
from balcao.history.record import record
from balcao.lib.names import clean_line
from balcao.mail.bad_addresses import is_bad, why_not
from balcao.mail.jobs import deliver
from balcao.mail.message_ids import message_id
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.people.models import User
from balcao.tickets.models import EffectRun, Ticket

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
    person: User | None = None,
    ticket: Ticket | None = None,
    files: Sequence[StoredFile] = (),
    effect_run: EffectRun | None = None,
) -> OutgoingMail:
    """Queue one mail to one address; in a demo it is kept and not sent (settings.MAIL_KEPT_LOCALLY).

    `key` makes it idempotent: the same key is the same mail, queued once. `is_secret`: forget the text once it is sent.
    Subject and headers become single lines, whatever comes in; `headers` are those of EXTRA_HEADERS. With `person` and
    `ticket` it leaves only if this person still sees that ticket then. `files` go along as attachments.
    `effect_run` is the effect of a process that asked for it. To an address that does not work it is not sent: the row
    says so, and `mail.refused` tells it.
    Raises NoAddress when `to` is not exactly one address.
    """
    identity = message_id(key, prefix=f"ticket-{ticket.number}" if ticket else "")
    known = OutgoingMail.objects.filter(message_id=identity).first() if key else None
    if known is not None:
        return known
    address = one_address(to)
    bad = is_bad(address)
    mail = OutgoingMail.objects.create(
        to=address,
        subject=clean_line(subject, SUBJECT_LENGTH) or clean_line(purpose, SUBJECT_LENGTH),
        text=text.replace("\x00", ""),
        html=html.replace("\x00", ""),
        headers=clean_headers(headers or {}),
        message_id=identity,
        purpose=purpose,
        person=person,
        ticket=ticket,
        files=[str(file.pk) for file in files],
        effect_run=effect_run,
        is_secret=is_secret,
        status=MailStatus.FAILED if bad else MailStatus.KEPT if settings.MAIL_KEPT_LOCALLY else MailStatus.QUEUED,
        last_error=why_not(bad) if bad else "",
        created_at=now,
    )
    if mail.status == MailStatus.QUEUED:
        deliver.enqueue(mail.pk)
    elif bad:
        record("mail.refused", now=now, ticket_id=mail.ticket_id, data={"mail": mail.pk})
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
