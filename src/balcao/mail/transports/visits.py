"""One visit to one mailbox, whatever its kind, and what its health says afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils import timezone

from balcao.mail import health
from balcao.mail.models import Mailbox, MailboxKind, Trouble
from balcao.mail.transports.fetching import always, look
from balcao.mail.transports.folder import look_into
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.trouble import InTrouble

log = logging.getLogger("balcao.mail")


def visit_once(mailbox: Mailbox, strikes: Strikes | None = None) -> int:
    """Look once, and write down how it went; answers how many mails are kept now. Raises InTrouble."""
    strikes = strikes or Strikes()
    with noted(mailbox):
        if mailbox.kind == MailboxKind.FOLDER:
            return look_into_folder(mailbox, strikes)
        folder = Folder(mailbox)
        try:
            return look_into_imap(folder, mailbox, strikes)
        finally:
            folder.close()


def look_into_imap(folder: Folder, mailbox: Mailbox, strikes: Strikes, *, go_on: Callable[[], bool] = always) -> int:
    found = look(folder, mailbox, strikes, go_on=go_on)
    _note(mailbox, found.kept, {str(uid): why for uid, why in found.unkept.items()})
    return found.kept


def look_into_folder(mailbox: Mailbox, strikes: Strikes, *, go_on: Callable[[], bool] = always) -> int:
    found = look_into(mailbox, strikes, go_on=go_on)
    _note(mailbox, found.kept, found.unkept)
    return found.kept


def _note(mailbox: Mailbox, kept: int, unkept: Mapping[str, str]) -> None:
    now = timezone.now()
    if not unkept:
        health.goes_well(mailbox.pk, now=now, mail_came=kept > 0)
        return
    if kept:
        health.got_mail(mailbox.pk, now=now)
    name, why = next(iter(unkept.items()))
    health.goes_wrong(mailbox.pk, Trouble.KEEPING, f"{len(unkept)}: {name}: {why}", now=now)


@contextmanager
def noted(mailbox: Mailbox) -> Iterator[None]:
    """Trouble is written down and goes on; what nobody expected becomes InTrouble. The database's own is not ours."""
    try:
        yield
    except DatabaseError:
        raise
    except InTrouble as trouble:
        health.goes_wrong(mailbox.pk, trouble.trouble, str(trouble), now=timezone.now())
        raise
    except Exception as error:
        log.exception("Mailbox %s cannot be looked into", mailbox.name)
        health.goes_wrong(mailbox.pk, Trouble.OTHER, type(error).__name__, now=timezone.now())
        raise InTrouble(Trouble.OTHER, type(error).__name__) from error
