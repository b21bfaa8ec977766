"""How each way in goes, in words: for administrators' pages, for the doctor, and for who is told by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.mail.models import Mailbox, MailboxKind, Trouble

LATE = timedelta(minutes=15)
"""Mailboxes are looked at every minute, or at least every ten where the server calls us (IDLE)."""

LAST_ERROR = 1000


class Condition(StrEnum):
    OK = "ok"
    LATE = "late"
    FAILING = "failing"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Health:
    """`words`: how it is; `remedy`: what an administrator does about it; `detail`: what the server said, in English.

    `lag`: how long nobody has looked, None where nobody needs to (mail is handed over there) or nobody did yet.
    """

    mailbox: Mailbox
    condition: Condition
    words: str | Promise
    remedy: str | Promise = ""
    detail: str = ""
    since: datetime | None = None
    lag: timedelta | None = None

    @property
    def is_well(self) -> bool:
        return self.condition in (Condition.OK, Condition.OFF)


REMEDIES: dict[str, str | Promise] = {
    Trouble.UNREACHABLE: _("Check server and port. It is tried again by itself."),
    Trouble.FORBIDDEN: _("Servers of your own network are reached once BALCAO_OUTBOUND_ALLOW names them."),
    Trouble.CERTIFICATE: _("The certificate must be valid for the server's name, and its issuer known here."),
    Trouble.INSECURE: _("Choose TLS or STARTTLS."),
    Trouble.REFUSED: _("Enter user name and password again."),
    Trouble.EXPIRED: _("Give the permission again at the provider, and enter the new token here."),
    Trouble.SECRET: _("Enter the password again: the portal's secret key was changed."),
    Trouble.FOLDER: _("Check the folder's name, and that this user may open and change it."),
    Trouble.KEEPING: _("The others came in. It is tried again by itself, and stays where it is until then."),
    Trouble.OTHER: _("It is tried again by itself."),
}


def health_of(mailbox: Mailbox, *, now: datetime) -> Health:
    """From what stands in the mailbox's columns."""
    if not mailbox.is_active:
        return Health(mailbox, Condition.OFF, _("Takes no mail in"))
    lag = now - mailbox.last_looked_at if mailbox.last_looked_at is not None and is_fetched(mailbox) else None
    if mailbox.failing_since is not None:
        trouble = mailbox.trouble or Trouble.OTHER
        return Health(
            mailbox,
            Condition.FAILING,
            Trouble(trouble).label,
            REMEDIES[trouble],
            mailbox.last_error,
            mailbox.failing_since,
            lag,
        )
    if not is_fetched(mailbox):
        return Health(mailbox, Condition.OK, _("Mail is handed over here"))
    if lag is None:
        return Health(mailbox, Condition.LATE, _("Nobody has looked yet"), START_IT)
    if lag > LATE:
        return Health(mailbox, Condition.LATE, _("Nobody looks any more"), START_IT, "", mailbox.last_looked_at, lag)
    return Health(mailbox, Condition.OK, _("All is well"), lag=lag)


START_IT = _("Mail is fetched by bin/balcao serve and bin/balcao worker: start one of them.")


def is_fetched(mailbox: Mailbox) -> bool:
    """Whether somebody has to look, again and again."""
    return mailbox.kind in (MailboxKind.IMAP, MailboxKind.FOLDER)


def health_of_all(*, now: datetime) -> list[Health]:
    """Every mailbox by name, in one query."""
    return [health_of(mailbox, now=now) for mailbox in Mailbox.objects.all()]


def goes_well(mailbox_id: int, *, now: datetime, mail_came: bool = False) -> None:
    """It was looked at, and everything there is kept here."""
    seen = {"last_mail_at": now} if mail_came else {}
    rows = Mailbox.objects.filter(pk=mailbox_id)
    rows.update(last_looked_at=now, failing_since=None, trouble="", last_error="", **seen)


def goes_wrong(mailbox_id: int, trouble: Trouble, error: str, *, now: datetime) -> None:
    """`failing_since` stays when it failed already. `error` must hold no secret."""
    said = error.replace("\x00", "")[:LAST_ERROR]
    rows = Mailbox.objects.filter(pk=mailbox_id)
    rows.update(failing_since=Coalesce(F("failing_since"), now), trouble=trouble, last_error=said)


def got_mail(mailbox_id: int, *, now: datetime) -> None:
    """A mail was kept from there, whatever became of the others."""
    Mailbox.objects.filter(pk=mailbox_id).update(last_mail_at=now)
