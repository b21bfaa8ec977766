"""One message of a ticket becomes a ticket of its own, because it is about something else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.catalog.access import NotOffered, opening_for
from balcao.catalog.models import Offer
from balcao.files.actions.copy import copy_file
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Channel, Message, Ticket


def split(*, message: Message, offer: Offer, subject: str, by: User, key: UUID, now: datetime) -> Ticket:
    """Open a ticket of `offer` for whoever wrote the message, with its text and copies of its files; linked both ways.

    Once per `key`. Raises Refused for notes, for an empty subject, and when the company may not open that process.
    """
    ticket = message.ticket
    if message.is_note:
        raise Refused(_("An internal note cannot become a ticket: its customer would read it."))
    if len(subject.strip()) < 5:
        raise Refused(_("Write a subject of at least 5 characters."))
    author = message.author
    requester = author if author is not None and not message.is_from_desk else ticket.requester
    try:
        opening = opening_for(ticket.organization, offer, now=now)
    except NotOffered as error:
        raise Refused(_("This company cannot open that process.")) from error
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        known = Ticket.objects.filter(key=key, opened_by=by).first()
        if known is not None:
            return known
        opened = open_ticket(
            opening=opening,
            organization=ticket.organization,
            requester=requester,
            by=by,
            subject=subject,
            body=message.body_text,
            values={},
            key=key,
            now=now,
            files=[copy_file(stored=attachment.file, by=by, now=now) for attachment in message.attachments.all()],
            origin=ticket,
            channel=Channel(message.channel),
        )
        change.record("ticket.split", is_public=True, ticket=opened.pk, number=opened.number, message_split=message.pk)
        change.save()
    return opened
