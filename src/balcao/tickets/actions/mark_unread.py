"""A person puts a ticket back among what is new, to come back to it."""

from django.db import transaction
from django.db.models import F

from balcao.live import topics
from balcao.live.publish import publish
from balcao.people.models import User
from balcao.tickets.models import Ticket, TicketPerson


@transaction.atomic
def mark_unread(*, ticket: Ticket, by: User) -> None:
    """The latest news is new again, in bold, bell and counts; a ticket that nobody answered yet has none."""
    mine = TicketPerson.objects.filter(ticket=ticket, user=by, news_event_id__gt=0)
    if mine.filter(read_event_id__gte=F("news_event_id")).update(read_event_id=F("news_event_id") - 1):
        publish([topics.of_user(by.pk)], "unread", ticket=ticket.pk)
