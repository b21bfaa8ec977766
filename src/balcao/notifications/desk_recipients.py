"""Which agent is mailed of what a verb did: one mail at most, the weightiest of those that the agent asked for."""

from dataclasses import dataclass

from balcao.mail.models import Notice
from balcao.mail.notices import wishes_of
from balcao.notifications.story import Story
from balcao.people.models import User
from balcao.tickets.access import agents_of
from balcao.tickets.models import Right, Ticket, TicketPerson


@dataclass(frozen=True, slots=True)
class DeskRecipient:
    """`may_answer`: what this agent answers by mail goes to the customer."""

    agent: User
    notice: Notice
    may_answer: bool

    @property
    def repeats_text(self) -> bool:
        """Only what the customer wrote. A note never: the answer to this mail goes to the customer, with whatever of
        it a mail program quotes in a way that we do not recognise."""
        return self.notice == Notice.DESK_REPLIED


def desk_recipients(story: Story, ticket: Ticket) -> list[DeskRecipient]:
    """Active agents with an address who may read the queue, never whoever did it. At most six queries.

    Who is on the ticket as a customer gets the customers' mails instead: what they answer is a customer's answer.
    """
    concerned = _concerned(story, ticket)
    concerned.pop(story.root.actor_id or 0, None)
    chosen = _chosen(concerned)
    if not chosen:
        return []
    readers = agents_of(ticket.queue_id, right=Right.READ).filter(pk__in=chosen).exclude(email="")
    on_it = TicketPerson.objects.filter(ticket=ticket).values("user_id")
    writers = set(agents_of(ticket.queue_id).filter(pk__in=chosen).values_list("pk", flat=True))
    return [DeskRecipient(agent, chosen[agent.pk], agent.pk in writers) for agent in readers.exclude(pk__in=on_it)]


def _concerned(story: Story, ticket: Ticket) -> dict[int, list[Notice]]:
    """User id → what of the story is about them, the weightiest first."""
    found: dict[int, list[Notice]] = {}
    for user_id in story.mentioned():
        found.setdefault(user_id, []).append(Notice.DESK_CALLED)
    if ticket.owner_id is not None and story.given_to() == ticket.owner_id:
        found.setdefault(ticket.owner_id, []).append(Notice.DESK_GIVEN)
    if story.is_customers_answer():
        followers = set(ticket.watchers.values_list("user_id", flat=True))
        for user_id in followers | ({ticket.owner_id} if ticket.owner_id is not None else set()):
            found.setdefault(user_id, []).append(Notice.DESK_REPLIED)
    return found


def _chosen(concerned: dict[int, list[Notice]]) -> dict[int, Notice]:
    """One query, when it concerns anybody."""
    if not concerned:
        return {}
    wishes = wishes_of(concerned)
    wanted = {
        user_id: next((one for one in notices if wishes.wants(user_id, one)), None)
        for user_id, notices in concerned.items()
    }
    return {user_id: notice for user_id, notice in wanted.items() if notice is not None}
