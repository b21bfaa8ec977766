"""Tries a mailbox once, without changing anything there, within a time that a person waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass

from django.db import connections
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.mail.health import REMEDIES
from balcao.mail.models import Mailbox, MailboxKind, Trouble
from balcao.mail.transports.folder import checked
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.trouble import InTrouble

PATIENCE = 6.0
"""Seconds for each answer of the server."""
LONGEST = 15.0
"""Seconds for all of it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`words` says what happened, and what to do about it; `detail` what the server said, in its own language."""

    is_well: bool
    words: str
    detail: str = ""


def try_out(mailbox: Mailbox) -> Tried:
    """What the kind of mailbox can show. Never raises."""
    if mailbox.kind == MailboxKind.HANDED:
        return Tried(
            True,
            _("Nothing to try: your mail server hands mail over. Send a mail to %(address)s.")
            % {"address": mailbox.address},
        )
    try:
        return _looked_at_folder(mailbox) if mailbox.kind == MailboxKind.FOLDER else _signed_in(mailbox)
    except InTrouble as trouble:
        words = f"{Trouble(trouble.trouble).label}. {REMEDIES[trouble.trouble]}"
        return Tried(False, words, str(trouble))


def _looked_at_folder(mailbox: Mailbox) -> Tried:
    try:
        base = checked(mailbox.path)
    except InTrouble as trouble:
        if trouble.trouble is not Trouble.FORBIDDEN:
            raise
        return Tried(False, _("Only BALCAO_DATA/mail and the folders that BALCAO_MAIL_FOLDERS names may be read."))
    return Tried(True, _("The folder is there and can be read: %(path)s.") % {"path": base})


def _signed_in(mailbox: Mailbox) -> Tried:
    """In a thread of its own: a server that answers drop by drop is left alone when the time is over."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mailbox-test")
    try:
        count = pool.submit(_count, mailbox).result(timeout=LONGEST)
    except TooLate:
        return Tried(False, _("The server took longer than %(count)d seconds.") % {"count": LONGEST})
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    text = ngettext(
        "Signed in. There is %(count)d mail in the folder.",
        "Signed in. There are %(count)d mails in the folder.",
        count,
    )
    return Tried(True, text % {"count": count})


def _count(mailbox: Mailbox) -> int:
    try:
        folder = Folder(mailbox, only_reads=True, patience=PATIENCE)
        try:
            return len(folder.uids_after(0))
        finally:
            folder.close()
    finally:
        connections.close_all()
