"""Somebody wrote, or changed the same thing, after the page was read: said before anything is sent or changed."""

from django.utils.translation import gettext as _

from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.models import Message, MessageKind, Ticket

KINDS = {
    "state": ("ticket.state_changed", "ticket.resolved", "ticket.closed", "ticket.reopened"),
    "priority": ("ticket.priority_changed",),
    "queue": ("ticket.moved",),
}
"""What an agent changes by a menu → the events that say that somebody did."""


class Overtaken(Refused):
    """An answer would cross with a message that its author has not read."""

    def __init__(self, message: Message) -> None:
        super().__init__(_("A new message arrived while you were writing."))
        self.newest = message


def refuse_overtaken(ticket: Ticket, *, by: User, seen: str) -> None:
    """Raises Overtaken when others wrote after the message `seen` (an id as text; anything else has seen all)."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 19):
        return
    wrote = Message.objects.filter(ticket=ticket, pk__gt=int(seen)).exclude(author=by).order_by("id")
    first = wrote.exclude(kind=MessageKind.NOTE, body_text="").first()
    if first is not None:
        raise Overtaken(first)


def changed_meanwhile(ticket: Ticket, what: str, *, by: User, seen: str) -> Event | None:
    """The last time somebody else changed `what` (a key of KINDS) after the event `seen`."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 19):
        return None
    changes = Event.objects.filter(ticket_id=ticket.pk, pk__gt=int(seen), kind__in=KINDS[what])
    return changes.exclude(actor_id=by.pk).order_by("-id").first()
