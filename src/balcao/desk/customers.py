"""The customers as an agent finds them: companies that are served, with how many tickets of theirs are open."""

from __future__ import annotations

from django.db.models import Count, Q

from balcao.lib.names import clean_line
from balcao.people.models import Organization, User
from balcao.tickets.access import desk_tickets

MOST = 50


def named(words: str) -> Q:
    """Whose name holds every word."""
    wanted = Q()
    for word in clean_line(words, 80).split():
        wanted &= Q(name__icontains=word)
    return wanted


def find_companies(words: str) -> list[Organization]:
    """Companies that are served, by name; without words, the first ones."""
    found = Organization.objects.filter(named(words), is_active=True, is_holding=False)
    return list(found.order_by("name", "id")[:MOST])


def open_tickets(agent: User, companies: list[Organization]) -> dict[int, int]:
    """Company id → its open tickets in the agent's queues. One query."""
    mine = desk_tickets(agent).filter(is_open=True, organization__in=companies).order_by()
    return dict(mine.values_list("organization_id").annotate(Count("id")))
