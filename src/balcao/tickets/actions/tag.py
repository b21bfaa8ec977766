"""Agents put words on tickets and take them off again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.names import clean_line
from balcao.lib.refused import Refused
from balcao.lib.texts import fold
from balcao.people.models import User
from balcao.tickets.changes import Change, lock
from balcao.tickets.known_tags import forget_tags
from balcao.tickets.models import Tag, Ticket, TicketTag

MOST = 20
LONGEST = 60


def set_tags(*, ticket: Ticket, names: Iterable[str], by: User, now: datetime) -> list[Tag]:
    """Make these the ticket's tags; new words become tags. Raises Refused for more than 20."""
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        tags = _tags(names)
        if len(tags) > MOST:
            raise Refused(_("A ticket takes at most %(count)d tags.") % {"count": MOST})
        put_tags(change, tags)
        if change.root is not None:
            change.save()
    forget_tags()
    return tags


def change_tags(
    *, ticket: Ticket, add: Iterable[str] = (), remove: Iterable[str] = (), by: User, now: datetime
) -> list[Tag]:
    """Add and remove some, keeping the others."""
    with transaction.atomic():
        lock(ticket)
        gone = {fold(name) for name in remove}
        kept = [tag.name for tag in tags_of(ticket) if tag.slug not in gone]
        return set_tags(ticket=ticket, names=[*kept, *add], by=by, now=now)


def tags_of(ticket: Ticket) -> list[Tag]:
    return list(Tag.objects.filter(on_tickets__ticket=ticket).order_by("slug"))


def put_tags(change: Change, tags: list[Tag]) -> None:
    """Write the difference, with one event for each tag that came or went."""
    before = {tag.pk for tag in tags_of(change.ticket)}
    after = {tag.pk for tag in tags}
    for tag_id in sorted(after - before):
        TicketTag.objects.create(ticket=change.ticket, tag_id=tag_id)
        change.record("ticket.tagged", tag=tag_id)
    for tag_id in sorted(before - after):
        TicketTag.objects.filter(ticket=change.ticket, tag_id=tag_id).delete()
        change.record("ticket.untagged", tag=tag_id)


def _tags(names: Iterable[str]) -> list[Tag]:
    """Each word once, as it was first written."""
    wanted: dict[str, str] = {}
    for name in names:
        clean = clean_line(name, LONGEST).lstrip("#").strip()
        if fold(clean):
            wanted.setdefault(fold(clean)[:LONGEST], clean)
    return [Tag.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in wanted.items()]
