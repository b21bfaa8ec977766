"""Until when a closed ticket may be reopened."""

from datetime import datetime, timedelta

from balcao.site.current import current_site
from balcao.tickets.models import StateKind, Ticket


def reopens_until(ticket: Ticket) -> datetime | None:
    """The last instant at which this closed ticket can be reopened; None when it is open or can never be."""
    if ticket.is_open or ticket.closed_at is None or ticket.state.kind == StateKind.MERGED:
        return None
    return ticket.closed_at + timedelta(days=current_site().reopen_days)


def may_reopen(ticket: Ticket, now: datetime) -> bool:
    until = reopens_until(ticket)
    return until is not None and now <= until
