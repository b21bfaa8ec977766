"""Two tickets that have to do with each other."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.changes import Change, lock, lock_both
from balcao.tickets.models import Ticket, TicketLink


def link(*, ticket: Ticket, other: Ticket, by: User, now: datetime) -> None:
    """Link them, once. Raises Refused for a ticket with itself."""
    if ticket.pk == other.pk:
        raise Refused(_("A ticket cannot be linked to itself."))
    with transaction.atomic():
        here, there = lock_both(ticket, other)
        if _between(here, there).exists():
            return
        TicketLink.objects.create(origin=min(here, there, key=_id), follow_up=max(here, there, key=_id))
        first = Change(here, by, now)
        first.record("ticket.linked", ticket=there.pk, number=there.number)
        first.save()
        second = Change(there, by, now, root=first.root)
        second.record("ticket.linked", ticket=here.pk, number=here.number)
        second.save()


def unlink(*, ticket: Ticket, other: Ticket, by: User, now: datetime) -> None:
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        gone, _rows = _between(ticket, other).delete()
        if gone:
            change.record("ticket.unlinked", ticket=other.pk, number=other.number)
            change.save()


def _id(ticket: Ticket) -> int:
    return ticket.pk


def _between(ticket: Ticket, other: Ticket) -> QuerySet[TicketLink]:
    return TicketLink.objects.filter(Q(origin=ticket, follow_up=other) | Q(origin=other, follow_up=ticket))
