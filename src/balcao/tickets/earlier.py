"""What a process was told before: suggestions for the next time."""

from collections.abc import Iterable, Sequence

from balcao.people.models import User
from balcao.tickets.access import desk_tickets
from balcao.tickets.models import Ticket

TICKETS = 50
SUGGESTIONS = 10


def earlier_answers(reader: User, *, company: str, process: str, fields: Sequence[str]) -> dict[str, list[str]]:
    """For each field the latest different texts, newest first, of the company's tickets of the process.

    Customers are reminded of tickets that they are on, agents of those in their queues. One query.
    """
    mine = desk_tickets(reader) if reader.is_agent else Ticket.objects.filter(people__user=reader)
    found = mine.filter(organization__slug=company, process_version__process__slug=process).order_by("-id")
    runs = [run.get("fields", {}) for run in found.values_list("run", flat=True)[:TICKETS]]
    return {field: _different(run.get(field) for run in runs) for field in fields}


def _different(values: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(value for value in values if isinstance(value, str) and value))[:SUGGESTIONS]
