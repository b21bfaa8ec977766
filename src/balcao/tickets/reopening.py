"""Until when a closed ticket may be reopened."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
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


def refuse_joined(ticket: Ticket) -> None:
    """A ticket that was joined to another has no conversation of its own any more. Raises Refused."""
    if ticket.merged_into_id is not None:
        raise Refused(_("This ticket was joined to another one. Go on there."))


def refuse_closed_meanwhile(ticket: Ticket) -> None:
    """For an answer that was written while the ticket was open: reopening takes its author's word. Raises Refused."""
    if ticket.closed_at is not None:
        raise Refused(_("This ticket was closed while you were writing. Your text is kept: send it to reopen."))
