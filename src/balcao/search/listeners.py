"""Keeps the index, after the fact: called as a job for each event of a ticket."""

from django.db import transaction

from balcao.history.models import Event
from balcao.search.engines import engine
from balcao.search.entries import entries_of, keys_of
from balcao.tickets.models import Ticket


def index_ticket(event_id: int) -> None:
    """Write the ticket of this event anew: the last job of several leaves it as it is."""
    ticket_id = Event.objects.values_list("ticket_id", flat=True).get(pk=event_id)
    if ticket_id is not None:
        index_one(ticket_id)


def index_one(ticket_id: int) -> None:
    """Replace what the index has of one ticket. Locked, so that an older reading never overwrites a newer one."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
        entries = entries_of(ticket) if ticket is not None else []
        engine().put(entries, instead_of=keys_of(ticket_id))
