"""Who wrote to a ticket without being on it, and was not decided about yet."""

from django.http import Http404

from balcao.lib.prepared import Prepared
from balcao.tickets.models import PendingParticipant, Ticket

_OPEN = Prepared(
    lambda ticket: (
        PendingParticipant.objects.filter(ticket_id=ticket, decided_at__isnull=True)
        .select_related("user")
        .order_by("id")
    )
)


def asked_about(ticket: Ticket) -> list[PendingParticipant]:
    """In the order in which they wrote; nobody once the ticket is closed."""
    return _OPEN.rows(ticket.pk) if ticket.is_open else []


def asked_on(ticket: Ticket, pk: int) -> PendingParticipant:
    """One of this ticket, decided or not. Raises Http404."""
    found = PendingParticipant.objects.filter(ticket=ticket, pk=pk).first()
    if found is None:
        raise Http404
    return found
