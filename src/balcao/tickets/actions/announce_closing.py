"""The desk says that silence is about to close a ticket."""

from datetime import datetime

from django.db import transaction

from balcao.history.models import Event
from balcao.history.record import record
from balcao.tickets.changes import lock
from balcao.tickets.models import StateKind, Ticket
from balcao.tickets.silence import ANNOUNCED, was_announced


def announce_closing(*, ticket: Ticket, now: datetime) -> bool:
    """Say it once for each time that the ticket was marked as solved; False when there is nothing to say any more."""
    with transaction.atomic():
        current = lock(ticket)
        told = Event.objects.filter(ticket_id=current.pk, kind=ANNOUNCED).order_by("-id").first()
        if current.state.kind != StateKind.RESOLVED or was_announced(current, told.at if told else None):
            return False
        record(ANNOUNCED, now=now, ticket_id=current.pk)
    return True
