"""Once a day: what the server has of the last days against what is here (security.md §2, 3)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F

from balcao.mail.models import Mailbox
from balcao.mail.transports.fetching import Look, take_in, without_place
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.strikes import Strikes

log = logging.getLogger("balcao.mail")

DAYS = 7


def reconcile(mailbox: Mailbox, *, now: datetime, days: int = DAYS) -> int:
    """Answers how many were missing, as `Mailbox.missing` says until the next time. Raises InTrouble.

    It needs no hold: a mail that another process keeps at the same moment is the same mail.
    """
    folder = Folder(mailbox, only_reads=True)
    try:
        missing = _missing(folder, mailbox, now - timedelta(days=days))
        if missing:
            log.error("Mailbox %s: %s mails were not here: UIDs %s", mailbox.name, len(missing), missing[:50])
            # Marking, moving or deleting them is left to the next look, which finds their places open.
            take_in(Look(folder, mailbox, Strikes(), leaves=True), missing)
    finally:
        folder.close()
    Mailbox.objects.filter(pk=mailbox.pk).update(missing=len(missing), reconciled_at=now)
    return len(missing)


def _missing(folder: Folder, mailbox: Mailbox, since: datetime) -> list[int]:
    """Of those that were looked at already; newer ones are on their way. With new numbers, all of them are."""
    if folder.uidvalidity != mailbox.uidvalidity:
        return []
    # A day earlier: the server's days begin in a zone of its own.
    listed = folder.uids_since((since - timedelta(days=1)).date())
    return without_place(mailbox, [uid for uid in listed if uid <= mailbox.last_uid])


def mailboxes_to_reconcile() -> list[int]:
    return list(
        Mailbox.objects.filter(is_active=True, kind="imap", uidvalidity__isnull=False)
        .order_by(F("reconciled_at").asc(nulls_first=True))
        .values_list("pk", flat=True)
    )
