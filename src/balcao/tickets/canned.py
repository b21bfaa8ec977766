"""Ready answers: found by their shortcut, with a fixed list of placeholders filled in."""

import re

from django.db.models import Q

from balcao.lib.names import first_name
from balcao.lib.prepared import Prepared
from balcao.lib.texts import fold, pick
from balcao.people.models import Team, User
from balcao.site.current import current_site
from balcao.tickets.models import CannedAnswer, Macro, Ticket

PLACEHOLDERS = (
    "ticket.number",
    "ticket.subject",
    "requester.name",
    "requester.first_name",
    "organization.name",
    "tool.name",
    "agent.name",
    "agent.first_name",
    "desk.name",
)
_BRACES = re.compile(r"\{([a-z_.]+)\}")
MOST = 8

_MACROS = Prepared(
    lambda agent: Macro.objects.filter(
        Q(team__isnull=True) | Q(team__in=Team.objects.filter(members=agent)), is_active=True
    )
)


def canned_answers(agent: User, words: str = "", *, limit: int = MOST) -> list[CannedAnswer]:
    """The agent's own, the team's and everybody's whose shortcut or title begins with or holds the words; own first."""
    mine = Q(owner=agent) | Q(owner__isnull=True, team__isnull=True) | Q(owner__isnull=True, team__members=agent)
    wanted = fold(words)
    found = [
        answer
        for answer in CannedAnswer.objects.filter(mine).distinct()
        if wanted in fold(answer.shortcut) or wanted in fold(answer.title)
    ]
    found.sort(key=lambda answer: (not fold(answer.shortcut).startswith(wanted), answer.owner_id is None, answer.pk))
    return found[:limit]


def text_for(answer: CannedAnswer, ticket: Ticket, agent: User) -> str:
    """The answer in the requester's language, filled in."""
    return filled(pick(answer.texts, ticket.requester.language), ticket, agent)


def filled(text: str, ticket: Ticket, agent: User) -> str:
    """The text with its placeholders as values; braces around anything else stay as they were written."""
    values = {
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "requester.name": ticket.requester.name,
        "requester.first_name": first_name(ticket.requester.name),
        "organization.name": ticket.organization.name,
        "tool.name": pick(ticket.tool.name, ticket.requester.language),
        "agent.name": agent.name,
        "agent.first_name": first_name(agent.name),
        "desk.name": current_site().name,
    }
    return _BRACES.sub(lambda match: values.get(match.group(1), match.group()), text)


def macros_for(agent: User) -> list[Macro]:
    """What is offered to everybody and to the agent's teams, in order."""
    return _MACROS.rows(agent.pk)
