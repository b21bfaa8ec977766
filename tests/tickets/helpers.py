"""What happens to tickets in tests, in one line each, and who has news."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F

from balcao.files.models import StoredFile
from balcao.people.models import User
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Message, State, Ticket, TicketPerson
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


def at(minutes: int) -> datetime:
    """Minutes after the cast's morning."""
    return NOW + minutes * MINUTE


def say(
    ticket: Ticket,
    by: User,
    body: str = "Segue a resposta.",
    *,
    now: datetime = NOW,
    state: State | None = None,
    files: Sequence[StoredFile] = (),
) -> Message:
    """A reply, of the desk when an agent writes it."""
    return reply(ticket=ticket, by=by, as_desk=by.is_agent, body=body, key=uuid4(), now=now, state=state, files=files)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("state", "queue", "owner").get(pk=ticket.pk)


def with_news(ticket: Ticket) -> set[str]:
    """Names of who has something unread there."""
    unread = TicketPerson.objects.filter(ticket=ticket, news_event_id__gt=F("read_event_id"))
    return set(unread.values_list("user__username", flat=True))
