"""A person has read a ticket."""

from django.db.models import F

from balcao.people.models import User
from balcao.tickets.models import Ticket, TicketPerson


def mark_read(*, ticket: Ticket, by: User, up_to: int | None = None) -> None:
    """Read up to the news with this event id, or all of it; news that came after the page was made stays unread."""
    mine = TicketPerson.objects.filter(ticket=ticket, user=by)
    if up_to is None:
        mine.update(read_event_id=F("news_event_id"))
    else:
        mine.filter(news_event_id__gt=up_to, read_event_id__lt=up_to).update(read_event_id=up_to)
        mine.filter(news_event_id__lte=up_to).update(read_event_id=F("news_event_id"))
