"""Colleagues on a ticket: added to it, or gone from it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.live.publish import recheck
from balcao.people.models import Membership, User
from balcao.tickets.changes import Change, lock, put_participant
from balcao.tickets.models import Ticket, TicketPerson


def add_participant(*, ticket: Ticket, person: User, by: User, now: datetime) -> TicketPerson:
    """Add a colleague of the ticket's company, once. Raises Refused for anybody else."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        member = Membership.objects.filter(
            user=person, user__is_active=True, organization_id=change.ticket.organization_id
        )
        if not member.exists():
            raise Refused(_("Only people of the ticket's company can be added to it."))
        added = put_participant(change, person)
        if change.root is not None:
            change.save()
    return added


def remove_participant(*, ticket: Ticket, person: User, by: User, now: datetime) -> None:
    """Take a participant off the ticket. Raises Refused for its requester."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if person.pk == change.ticket.requester_id:
            raise Refused(_("Whoever opened the ticket stays on it."))
        gone, _rows = TicketPerson.objects.filter(ticket=change.ticket, user=person).delete()
        if gone:
            change.record("ticket.participant_removed", is_public=True, user=person.pk)
            change.save()
            recheck(person.pk)
