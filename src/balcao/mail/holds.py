"""Only one process at a time works on a mailbox: whoever holds it, until its time is over or it lets go."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from balcao.mail.models import MailboxHold

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to work on one mailbox. Every function is one statement of its own."""

    mailbox_id: int
    token: uuid.UUID

    def lengthen(self, *, now: datetime) -> bool:
        """For another LEASE; False when another process has it by now."""
        return self._row().update(until=now + LEASE) == 1

    def let_go(self) -> None:
        self._row().delete()

    def _row(self) -> QuerySet[MailboxHold]:
        return MailboxHold.objects.filter(mailbox_id=self.mailbox_id, token=self.token)


def take_hold(mailbox_id: int, *, now: datetime) -> Hold | None:
    """None while another process has it. Two that ask at the same moment never both get it."""
    hold = Hold(mailbox_id, uuid.uuid4())
    mine = {"token": hold.token, "holder": name_of_this_process(), "until": now + LEASE}
    free = MailboxHold.objects.filter(mailbox_id=mailbox_id, until__lt=now)
    if free.exists() and free.update(**mine):
        return hold
    if MailboxHold.objects.filter(mailbox_id=mailbox_id).exists():
        return None
    try:
        with transaction.atomic():
            MailboxHold.objects.create(mailbox_id=mailbox_id, **mine)
    except IntegrityError:
        return None
    return hold


def holder_of(mailbox_id: int, *, now: datetime) -> str:
    """`host:pid` of who works on it now; empty when nobody does."""
    row = MailboxHold.objects.filter(mailbox_id=mailbox_id, until__gte=now).first()
    return row.holder if row else ""


def name_of_this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:120]
