"""Tickets that a machine opened by mail: it gets no automatic answer, or two machines would never end (RFC 3834 §2)."""

from balcao.mail.models import Fate, IncomingMail
from balcao.tickets.models import Ticket


def opened_by_machine(ticket: Ticket) -> bool:
    """Whether the mail that opened this ticket was automatic."""
    return IncomingMail.objects.filter(ticket=ticket, fate=Fate.TICKET, is_automatic=True).exists()
