"""From an event to one notice and one mail for each person: called as a job, changes nothing the second time."""

from django.db import transaction

from balcao.history.models import Event
from balcao.live import topics
from balcao.live.publish import publish
from balcao.notifications.audience import audience
from balcao.notifications.desk_mail import mail_agents
from balcao.notifications.mail_letters import mail_people
from balcao.notifications.models import ON_DESK, Notification
from balcao.notifications.story import Story, stories_of
from balcao.tickets.models import Ticket


def tell_people(event_id: int) -> None:
    """Tell of all that a verb did, when its first event is delivered; the others say nothing of their own."""
    tell(event_id)


def tell(event_id: int, *, by_mail: bool = True) -> None:
    """In the bell and, unless it is long past, by mail: both or neither, if the machine stops in between."""
    story = stories_of([event_id]).get(event_id)
    if story is None or story.root.root_id is not None or story.root.ticket_id is None:
        return
    if story.root.data.get("held") and _is_undone(story.root):
        return
    tickets = Ticket.objects.select_related("owner", "state", "tool", "organization")
    ticket = tickets.filter(pk=story.root.ticket_id).first()
    if ticket is None:
        return
    with transaction.atomic():
        _ring(story, ticket)
        _has_seen(story.root)
        if by_mail:
            mail_people(story, ticket)
            mail_agents(story, ticket)


def _is_undone(root: Event) -> bool:
    """Whether the act was taken back before anybody was told of it."""
    later = Event.objects.filter(ticket_id=root.ticket_id, kind="ticket.undone", id__gt=root.pk)
    return any(event.data.get("root") == root.pk for event in later)


def _ring(story: Story, ticket: Ticket) -> None:
    told = audience(story, ticket)
    Notification.objects.bulk_create(
        (
            Notification(
                user_id=user_id,
                ticket=ticket,
                event_id=story.root.pk,
                kind=telling.kind,
                reason=telling.reason,
                created_at=story.root.at,
            )
            for user_id, telling in told.items()
        ),
        ignore_conflicts=True,
    )
    publish((topics.of_user(user_id) for user_id in told), "bell", ticket=ticket.pk)


def _has_seen(event: Event) -> None:
    """An agent who acts on a ticket has seen what the bell said of it."""
    if event.actor_id is not None and event.ticket_id is not None:
        seen = Notification.objects.filter(
            user_id=event.actor_id,
            ticket_id=event.ticket_id,
            reason__in=ON_DESK,
            read_at__isnull=True,
            event_id__lt=event.pk,
        ).update(read_at=event.at)
        if seen:
            publish([topics.of_user(event.actor_id)], "read", ticket=event.ticket_id)
