"""A ticket is joined to another of the same company, because both are about one thing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.acts.undoing import WINDOW
from balcao.tickets.changes import Change, lock_both, note_public_message, put_participant, put_state
from balcao.tickets.models import Merge, Message, MessageKind, State, StateKind, Ticket, TicketPerson

TOLERANCE = timedelta(seconds=5)
"""The click that takes it back travels too."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What joining would do: how many messages go over, and who comes onto the target."""

    messages: int
    people: tuple[User, ...]


def preview_merge(*, source: Ticket, target: Ticket) -> Preview:
    """Raises Refused when they cannot be joined."""
    _refuse(source, target)
    there = TicketPerson.objects.filter(ticket=target).values("user_id")
    coming = source.people.exclude(user_id__in=there).select_related("user").order_by("id")
    return Preview(source.messages.count(), tuple(person.user for person in coming))


def merge(*, source: Ticket, target: Ticket, by: User, key: UUID, now: datetime) -> Merge:
    """Move the messages and people of `source` to `target` and end `source`; once per `key`.

    Raises Refused for tickets of two companies, a ticket with itself, and one that was joined already.
    """
    with transaction.atomic():
        known = Merge.objects.filter(key=key, by=by).first()
        if known is not None:
            return known
        source, target = lock_both(source, target)
        _refuse(source, target)
        into, gone = Change(target, by, now), Change(source, by, now)
        moved = list(source.messages.values_list("pk", flat=True))
        Message.objects.filter(pk__in=moved).update(ticket=target)
        into.record("ticket.merged_in", is_public=True, ticket=source.pk, number=source.number)
        added = _bring_people(into, source)
        state_before = source.state.slug
        gone.root = into.root
        with gone.automatically():
            put_state(gone, State.default(StateKind.MERGED))
        source.merged_into = target
        source.snoozed_until = None
        _refresh_last(into)
        into.save()
        gone.save()
        return Merge.objects.create(
            key=key, source=source, target=target, by=by, merged_at=now, state=state_before, moved=moved, added=added
        )


def undo_merge(*, merge: Merge, by: User, now: datetime) -> None:
    """Part them again. Raises Refused after ten seconds, for somebody else, and when it was undone already."""
    with transaction.atomic():
        source, target = lock_both(merge.source, merge.target)
        fresh = Merge.objects.get(pk=merge.pk)
        if fresh.by_id != by.pk or fresh.undone_at is not None or now > fresh.merged_at + WINDOW + TOLERANCE:
            raise Refused(_("This can no longer be undone."))
        Message.objects.filter(pk__in=fresh.moved).update(ticket=source)
        TicketPerson.objects.filter(ticket=target, user_id__in=fresh.added).delete()
        back, left = Change(source, by, now), Change(target, by, now)
        left.record("ticket.merge_undone", is_public=True, ticket=source.pk, number=source.number)
        back.root = left.root
        source.merged_into = None
        with back.automatically():
            put_state(back, State.objects.get(slug=fresh.state))
        _refresh_last(left)
        back.save()
        left.save()
        fresh.undone_at = now
        fresh.save(update_fields=["undone_at"])


def _refuse(source: Ticket, target: Ticket) -> None:
    if source.pk == target.pk:
        raise Refused(_("A ticket cannot be joined to itself."))
    if source.organization_id != target.organization_id:
        raise Refused(_("Only tickets of the same company can be joined."))
    if source.merged_into_id is not None or target.merged_into_id is not None:
        raise Refused(_("One of the two was already joined to another ticket."))
    if not target.is_open:
        raise Refused(_("Join it to a ticket that is still open."))


def _bring_people(into: Change, source: Ticket) -> list[int]:
    """Who of the source was not on the target yet; without news of their own, they are told by the event."""
    there = set(TicketPerson.objects.filter(ticket=into.ticket).values_list("user_id", flat=True))
    coming = [person.user for person in source.people.select_related("user") if person.user_id not in there]
    for person in coming:
        put_participant(into, person)
    return [person.pk for person in coming]


def _refresh_last(change: Change) -> None:
    """The copies for lists, after messages came or went."""
    messages = Message.objects.filter(ticket=change.ticket).exclude(kind=MessageKind.NOTE)
    last = messages.order_by("-id").first()
    if last is not None:
        note_public_message(change, last)
