"""A person has read a ticket."""

from django.db import transaction
from django.db.models import F

from balcao.live import topics
from balcao.live.publish import publish
from balcao.people.models import User
from balcao.tickets.models import Ticket, TicketPerson


@transaction.atomic
def mark_read(*, ticket: Ticket, by: User, up_to: int | None = None) -> None:
    """Read up to the news with this event id, or all of it; news that came after the page was made stays unread.

    The person's other pages and devices hear of it.
    """
    mine = TicketPerson.objects.filter(ticket=ticket, user=by, news_event_id__gt=F("read_event_id"))
    if up_to is None:
        read = mine.update(read_event_id=F("news_event_id"))
    else:
        read = mine.filter(news_event_id__gt=up_to, read_event_id__lt=up_to).update(read_event_id=up_to)
        read += mine.filter(news_event_id__lte=up_to).update(read_event_id=F("news_event_id"))
    if read:
        publish([topics.of_user(by.pk)], "read", ticket=ticket.pk)
