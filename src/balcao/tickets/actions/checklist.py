"""What the team still has to do on a ticket, ticked off one by one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from balcao.lib.names import clean_line
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import ChecklistItem, Ticket

MOST = 50
LONGEST = 200


def add_item(*, ticket: Ticket, text: str, by: User, now: datetime) -> ChecklistItem:
    """Add one at the end. Raises Refused for an empty text and for the 51st."""
    line = clean_line(text, LONGEST)
    if not line:
        raise Refused(_("Write what has to be done."))
    with transaction.atomic():
        change = Change(lock(ticket), by, now)
        if change.ticket.checklist.count() >= MOST:
            raise Refused(_("A checklist takes at most %(count)d items.") % {"count": MOST})
        last = change.ticket.checklist.aggregate(last=Max("position"))["last"] or 0
        item = ChecklistItem.objects.create(ticket=change.ticket, text=line, position=last + 1)
        change.record("ticket.checklist_added", item=item.pk)
        change.save()
    return item


def tick(*, item: ChecklistItem, is_done: bool, by: User, now: datetime) -> None:
    """Tick it off or take the tick away; the same again changes nothing."""
    with transaction.atomic():
        change = Change(lock(item.ticket), by, now)
        found = ChecklistItem.objects.filter(pk=item.pk, done_at__isnull=is_done)
        if found.update(done_at=now if is_done else None, done_by=by if is_done else None):
            change.record("ticket.checklist_ticked", item=item.pk, done=is_done)
            change.save()


def remove_item(*, item: ChecklistItem, by: User, now: datetime) -> None:
    with transaction.atomic():
        change = Change(lock(item.ticket), by, now)
        gone, _rows = ChecklistItem.objects.filter(pk=item.pk).delete()
        if gone:
            change.record("ticket.checklist_removed")
            change.save()
