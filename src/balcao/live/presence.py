"""Which agents have a ticket open, and who of them is writing: seconds old, kept by the pages' heartbeats."""

from datetime import datetime, timedelta

from django.db import transaction

from balcao.live import topics
from balcao.live.models import Presence
from balcao.live.publish import publish

HERE = timedelta(seconds=20)
"""So long after its last heartbeat a page counts as open; pages send one every 8 s."""

TYPING = timedelta(seconds=6)
"""So long after the last key somebody counts as writing; pages say it every 3 s."""

KIND = "presence"


def look(*, ticket_id: int, user_id: int, is_typing: bool, now: datetime) -> None:
    """The agent has the ticket open. Others are woken when somebody came, or began or ceased to write."""
    typing_until = now + TYPING if is_typing else None
    with transaction.atomic():
        mine = Presence.objects.select_for_update().filter(ticket_id=ticket_id, user_id=user_id)
        before = mine.first()
        if before is None:
            made = Presence(ticket_id=ticket_id, user_id=user_id, until=now + HERE, typing_until=typing_until)
            Presence.objects.bulk_create([made], ignore_conflicts=True)
        else:
            mine.update(until=now + HERE, typing_until=typing_until)
        if before is None or before.until <= now or _writes(before, now) != is_typing:
            publish([topics.of_desk_ticket(ticket_id)], KIND)


def leave(*, ticket_id: int, user_id: int) -> None:
    """The page was closed."""
    with transaction.atomic():
        gone, _rows = Presence.objects.filter(ticket_id=ticket_id, user_id=user_id).delete()
        if gone:
            publish([topics.of_desk_ticket(ticket_id)], KIND)


def present(ticket_id: int, *, now: datetime) -> dict[int, bool]:
    """User id → whether they are writing, of everybody who has the ticket open now."""
    rows = Presence.objects.filter(ticket_id=ticket_id, until__gt=now).order_by("id")
    return {row.user_id: _writes(row, now) for row in rows}


def changes_at(ticket_id: int, *, now: datetime) -> datetime | None:
    """When `present` will say something else unless somebody's page is heard of."""
    rows = Presence.objects.filter(ticket_id=ticket_id, until__gt=now)
    ends = [end for row in rows for end in (row.until, row.typing_until) if end is not None and end > now]
    return min(ends, default=None)


def _writes(row: Presence, now: datetime) -> bool:
    return row.typing_until is not None and row.typing_until > now
