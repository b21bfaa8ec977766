"""The bell: what a person was told, one item per ticket, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F, Q, QuerySet

from balcao.lib.prepared import Prepared
from balcao.live import topics
from balcao.live.publish import publish
from balcao.notifications.models import ON_DESK, PROGRESS, Notification
from balcao.notifications.story import Story, stories_of
from balcao.people.models import Membership, User
from balcao.tickets.access import queue_rights
from balcao.tickets.listing import COUNTED
from balcao.tickets.mentions import see_mentions
from balcao.tickets.models import Message, Ticket, TicketPerson

READ_AT_ONCE = 200
"""Notices looked at for one page: they make at most that many items."""


@dataclass(frozen=True, slots=True)
class Item:
    """The newest notice of a ticket; `count` is how many are unread, with it. `message`: what was written, if any.

    `person`: about whom it asks.
    """

    notice: Notification
    story: Story | None
    message: Message | None
    is_new: bool
    count: int
    person: User | None = None

    @property
    def ticket(self) -> Ticket:
        return self.notice.ticket


@dataclass(frozen=True, slots=True)
class Bell:
    """`before` leads to older items; None when there are none."""

    items: list[Item]
    before: int | None


def bell_of(user: User, membership: Membership | None, *, only_new: bool = False, before: int | None = None) -> Bell:
    """A page of the bell, in at most nine queries. `membership`: the company at hand; people of the desk have none."""
    notices = _visible(user, membership)
    news = unread_tickets(user, membership)
    if only_new:
        notices = notices.filter(ticket_id__in=list(news)).exclude(kind__in=PROGRESS)
    if before is not None:
        notices = notices.filter(event_id__lt=before)
    found = list(notices.select_related("ticket__tool", "ticket__owner")[: READ_AT_ONCE + 1])
    page = found[:READ_AT_ONCE]
    groups: dict[int, list[Notification]] = {}
    for notice in page:
        groups.setdefault(notice.ticket_id, []).append(notice)
    return Bell(_items(list(groups.values()), news), page[-1].event_id if len(found) > READ_AT_ONCE else None)


_UNREAD_AT_DESK = Prepared(
    lambda user, queues: Notification.objects.filter(
        user_id=user, reason__in=ON_DESK, ticket__queue_id__in=queues, read_at__isnull=True
    ).values_list("ticket_id", flat=True)[: COUNTED * 5]
)
_UNREAD = Prepared(
    lambda user, company: TicketPerson.objects.filter(
        user_id=user, organization_id=company, news_event_id__gt=F("read_event_id")
    ).values_list("ticket_id", "read_event_id")[:COUNTED]
)


def unread_tickets(user: User, membership: Membership | None) -> dict[int, int]:
    """Ticket id → the last event that was read there, for tickets with news: COUNTED at most of either side."""
    news: dict[int, int] = {}
    if user.is_agent:
        new = _UNREAD_AT_DESK.rows(user.pk, list(queue_rights(user)))
        news = dict.fromkeys(islice(dict.fromkeys(new), COUNTED), 0)
    if membership is not None:
        news.update(_UNREAD.rows(user.pk, membership.organization_id))
    return news


def _visible(user: User, membership: Membership | None) -> QuerySet[Notification]:
    """Told as somebody of the company at hand, or as the agent of a ticket in a queue that is still theirs."""
    company = Q()
    if membership is not None:
        company = Q(ticket__organization_id=membership.organization_id) & ~Q(reason__in=ON_DESK)
    desk = Q(reason__in=ON_DESK, ticket__queue_id__in=list(queue_rights(user))) if user.is_agent else Q()
    either = company | desk if company and desk else company or desk
    notices = Notification.objects.filter(user_id=user.pk).order_by("-event_id")
    return notices.filter(either) if either else notices.none()


def _items(groups: Sequence[list[Notification]], news: dict[int, int]) -> list[Item]:
    stories = stories_of(group[0].event_id for group in groups)
    messages = Message.objects.select_related("author").in_bulk(
        {pk for story in stories.values() if (pk := story.message_id()) is not None}
    )
    people = User.objects.in_bulk({pk for story in stories.values() if (pk := story.asked_about()) is not None})
    items = []
    for group in groups:
        story = stories.get(group[0].event_id)
        items.append(
            Item(
                notice=group[0],
                story=story,
                message=messages.get(story.message_id() or 0) if story else None,
                is_new=group[0].ticket_id in news,
                count=sum(_is_new(notice, news) for notice in group),
                person=people.get(story.asked_about() or 0) if story else None,
            )
        )
    return items


def _is_new(notice: Notification, news: dict[int, int]) -> bool:
    if notice.kind in PROGRESS or notice.ticket_id not in news:
        return False
    if notice.reason in ON_DESK:
        return notice.read_at is None
    return notice.event_id > news[notice.ticket_id]


def count_of(user: User, membership: Membership | None) -> int:
    """Tickets with news: the number in the bell, at most COUNTED."""
    return min(len(unread_tickets(user, membership)), COUNTED)


def last_notice(user: User) -> int:
    """The event of the newest notice; 0 when there is none."""
    newest = Notification.objects.filter(user_id=user.pk).order_by("-event_id").values_list("event_id", flat=True)
    return newest.first() or 0


@transaction.atomic
def mark_all_read(*, by: User, membership: Membership | None, now: datetime) -> None:
    """Everything in the bell of the company at hand, and of the desk."""
    if membership is not None:
        TicketPerson.objects.filter(
            user_id=by.pk, organization_id=membership.organization_id, news_event_id__gt=F("read_event_id")
        ).update(read_event_id=F("news_event_id"))
    Notification.objects.filter(user_id=by.pk, reason__in=ON_DESK, read_at__isnull=True).update(read_at=now)
    publish([topics.of_user(by.pk)], "read")


@transaction.atomic
def mark_ticket_read(*, by: User, number: int, now: datetime) -> None:
    """One ticket, on whichever side the person was told of it."""
    TicketPerson.objects.filter(user_id=by.pk, ticket__number=number).update(read_event_id=F("news_event_id"))
    Notification.objects.filter(user_id=by.pk, ticket__number=number, reason__in=ON_DESK, read_at__isnull=True).update(
        read_at=now
    )
    see_mentions(number=number, agent=by, now=now)
    publish([topics.of_user(by.pk)], "read")
