"""What a process document may name on this desk, for its check."""

from django.conf import settings

from balcao.catalog.models import Offer, Tool
from balcao.people.models import Team, User
from balcao.processes.engine import Names
from balcao.tickets.models import Queue, State
from balcao.tickets.roles import role_of


def known_names() -> Names:
    """Tools, queues, states, teams, agents and processes as they are now. Seven queries."""
    states = list(State.objects.all())
    agents = User.objects.filter(is_agent=True, is_active=True)
    return Names(
        queues=frozenset(Queue.objects.values_list("slug", flat=True)),
        states={state.slug: state.kind for state in states},
        tools=frozenset(Tool.objects.values_list("slug", flat=True)),
        roles=frozenset(role_of(team) for team in Team.objects.all()),
        timers=True,
        users=frozenset(name.lower() for name in agents.values_list("username", flat=True)),
        processes=frozenset(
            Offer.objects.filter(process__is_open=True, process__current__isnull=False).values_list(
                "process__slug", flat=True
            )
        ),
        unlabelled=frozenset(state.slug for state in states if not any((state.customer_label or {}).values())),
        webhooks=bool(settings.WEBHOOK_SECRET),
    )
