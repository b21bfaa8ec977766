"""What the decisions of administrators about a mail share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.mail.models import Fate, IncomingMail
from balcao.people.models import User

FILED = frozenset({Fate.TICKET, Fate.REPLY, Fate.NOTE})


def decidable(mail: IncomingMail) -> IncomingMail:
    """The row as it is now. Raises Refused for a mail that stands on a ticket already."""
    row = IncomingMail.objects.select_related("mailbox__offer__process", "mailbox__queue").get(pk=mail.pk)
    if row.fate in FILED:
        raise Refused(_("This mail is on a ticket already."))
    return row


@contextmanager
def decided(row: IncomingMail, by: User, now: datetime) -> Iterator[None]:
    """Locks the row, lets the caller change it, and keeps who decided. Raises Refused when somebody was faster."""
    with transaction.atomic():
        fate = IncomingMail.objects.select_for_update(of=("self",)).values_list("fate", flat=True).get(pk=row.pk)
        if fate != row.fate:
            raise Refused(_("Somebody else decided about this mail meanwhile."))
        yield
        row.decided_by = by
        row.save()
