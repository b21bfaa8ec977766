"""The banner of the ticket page: whose turn it is, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from balcao.people.models import User
from balcao.site.current import current_site
from balcao.tickets.faces import face_of
from balcao.tickets.models import StateKind, Ticket
from balcao.tickets.promises import Which, next_due, which_runs
from balcao.ui.times import due, moment


@dataclass(frozen=True, slots=True)
class TurnBanner:
    """`kind` of the component `ui/turn.html`; `asks`: whether the solution helped."""

    kind: str
    strong: str
    text: str = ""
    small: str = ""
    replies: bool = False
    asks: bool = False


def turn_of(ticket: Ticket, *, reader: User, now: datetime, asks_itself: bool = False) -> TurnBanner:
    """For an open ticket. A promise that was missed is said where the site says so.

    `asks_itself`: the process has its own steps for the customer here; whether the solution helped is theirs to ask.
    """
    if ticket.state.kind == StateKind.WAITING_CUSTOMER:
        return _waits_for_customer(ticket, reader)
    if ticket.state.kind == StateKind.RESOLVED:
        return TurnBanner("done", _("We marked it as solved."), _("Did it work?"), asks=not asks_itself)
    if ticket.state.kind == StateKind.WAITING_THIRD_PARTY:
        text = _("We depend on somebody outside and will tell you as soon as there is news.")
        return TurnBanner("third", _("Waiting for a third party."), text)
    return _desk_works(ticket, now)


def _waits_for_customer(ticket: Ticket, reader: User) -> TurnBanner:
    message, author = ticket.last_public_message, ticket.last_public_by
    small = _("The due date is paused until your answer.") if ticket.resolution_due_at else ""
    text = ""
    if message is not None and message.is_from_desk and ticket.snippet:
        face = face_of(author, is_desk=True, side="customer", reader=reader)
        text = _("%(name)s asked: “%(text)s”") % {"name": face.name, "text": ticket.snippet}
    return TurnBanner("you", _("We need you."), text, small, replies=True)


def _desk_works(ticket: Ticket, now: datetime) -> TurnBanner:
    at, site = next_due(ticket), current_site()
    if at is None:
        return TurnBanner("desk", _("We are taking care of it."))
    if at < now:
        if not site.says_when_late:
            return TurnBanner("desk", _("We are taking care of it."))
        text = _("We are still taking care of it, and answer as soon as we can.")
        return TurnBanner("late", _("We are past the time we promised (%(due)s).") % {"due": moment(at, now)}, text)
    words = {"due": due(at, now, site.time_zone)}
    if which_runs(ticket) != Which.RESOLUTION:
        return TurnBanner("desk", _("We are taking care of it."), _("Next answer expected: %(due)s.") % words)
    return TurnBanner("desk", _("We are taking care of it."), _("Solution expected: %(due)s.") % words)
