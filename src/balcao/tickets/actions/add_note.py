"""An agent writes something for the team only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.files.models import StoredFile
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock
from balcao.tickets.mentions import mention
from balcao.tickets.models import Channel, Message, MessageKind, Ticket
from balcao.tickets.sending import write_message


def add_note(
    *,
    ticket: Ticket,
    by: User,
    body: str,
    key: UUID,
    now: datetime,
    files: Sequence[StoredFile] = (),
    channel: Channel = Channel.DESK,
    is_plain: bool = False,
) -> Message:
    """Keep an internal note once per `key`; no customer hears of it. Raises Refused when nothing was written."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        known = Message.objects.filter(key=key, ticket=ticket, author=by).first()
        if known is not None:
            return known
        if not body.strip() and not files:
            raise Refused(_("Write your note or attach a file."))
        message = write_message(
            change,
            key=key,
            kind=MessageKind.NOTE,
            channel=channel,
            body=body,
            is_from_desk=True,
            files=files,
            is_plain=is_plain,
        )
        change.record("ticket.noted", message=message.pk)
        mention(change, message)
        automation.notice(change)
        change.save()
    return message
