"""«@ana» in a note: agents who are called to a ticket."""

import re
from datetime import datetime

from django.db.models import QuerySet

from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.changes import Change, put_watcher
from balcao.tickets.models import Mention, Message, Right

_CALLED = re.compile(r"(?<![\w@.+-])@([\w.+-]{2,80})")
MOST = 20


def mention(change: Change, message: Message) -> list[User]:
    """Keep who is named in the note and may read the queue; they follow the ticket from then on and are told."""
    named = [
        agent
        for agent in _agents(message.body_text)
        if (change.by is None or agent.pk != change.by.pk)
        and queue_rights(agent).get(change.ticket.queue_id, 0) >= Right.READ
    ]
    for agent in named:
        Mention.objects.create(message=message, ticket=change.ticket, user=agent)
        put_watcher(change, agent)
    if named:
        change.record("ticket.mentioned", users=[agent.pk for agent in named])
    return named


def _agents(text: str) -> list[User]:
    names = {name.rstrip(".").lower() for name in _CALLED.findall(text)}
    agents = User.objects.filter(is_agent=True, is_active=True)
    return [agent for agent in agents.order_by("pk") if agent.username.lower() in names][:MOST] if names else []


def unseen_mentions(agent: User) -> QuerySet[Mention]:
    """Where somebody called this agent who has not looked yet."""
    return Mention.objects.filter(user=agent, seen_at__isnull=True)


def see_mentions(*, number: int, agent: User, now: datetime) -> int:
    """The agent has looked at the ticket with this number; answers how many mentions were new."""
    return unseen_mentions(agent).filter(ticket__number=number).update(seen_at=now)
