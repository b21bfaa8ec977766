"""Agents by the names that processes use: a user name, or a team written like a slug."""

from django.db.models import Count, Q
from django.utils.text import slugify

from balcao.people.models import Team, User
from balcao.tickets.access import agents_of
from balcao.tickets.models import Ticket
from balcao.tickets.troubles import CannotBeDone


def role_of(team: Team) -> str:
    """«Suporte Fiscal» is `suporte-fiscal`."""
    return slugify(team.name)


def agent_named(ticket: Ticket, user: str | None, role: str | None) -> User | None:
    """The agent, or of the team the one with the fewest open tickets who answers in the queue; None for nobody.

    Raises CannotBeDone when there is no such agent.
    """
    if user is not None:
        found = User.objects.filter(username__iexact=user, is_agent=True, is_active=True).first()
        if found is None:
            raise CannotBeDone("no_agent", user)
        return found
    if role is None:
        return None
    team = next((team for team in Team.objects.all() if role_of(team) == role), None)
    free = None if team is None else _least_busy(team, ticket)
    if free is None:
        raise CannotBeDone("nobody_of_role", role)
    return free


def _least_busy(team: Team, ticket: Ticket) -> User | None:
    able = agents_of(ticket.queue_id).order_by().values("pk")
    people = team.members.filter(pk__in=able)
    busy = Count("owned_tickets", filter=Q(owned_tickets__is_open=True))
    return people.annotate(busy=busy).order_by("busy", "pk").first()
