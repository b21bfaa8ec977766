"""Who may listen to what of tickets, and how far each topic has come."""

from collections.abc import Iterable

from django.db.models import Max

from balcao.history.models import Event
from balcao.live import topics
from balcao.people.models import User
from balcao.tickets.access import desk_tickets, queue_rights, sees

MOST = 40
"""Topics of one stream: its tabs together."""


def granted(user: User, asked: Iterable[str]) -> list[str]:
    """Those that the user may hear. What is not theirs is left out just like what does not exist."""
    return [topic for topic in list(dict.fromkeys(asked))[:MOST] if _may_hear(user, topic)]


def _may_hear(user: User, topic: str) -> bool:
    match topics.parse(topic):
        case ("ticket", pk):
            return sees(user, pk)
        case ("desk-ticket", pk):
            return desk_tickets(user).filter(pk=pk).exists()
        case ("queue", pk):
            return pk in queue_rights(user)
        case _:
            return False


def marks(names: Iterable[str]) -> dict[str, int]:
    """Topic → the last event that its listeners could hear of. Queues have none: who missed something looks again."""
    found = {}
    for topic in names:
        match topics.parse(topic):
            case ("ticket", pk):
                found[topic] = _last(pk, is_public=True)
            case ("desk-ticket", pk):
                found[topic] = _last(pk, is_public=False)
    return found


def _last(ticket_id: int, *, is_public: bool) -> int:
    events = Event.objects.filter(ticket_id=ticket_id)
    if is_public:
        events = events.filter(is_public=True)
    return events.aggregate(last=Max("id"))["last"] or 0
