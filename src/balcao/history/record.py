"""Appends events and hands them to whoever listens."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import transaction

from balcao.history.jobs import deliver
from balcao.history.models import Event


class NotInTransaction(RuntimeError):
    """An event was recorded outside a transaction: it could outlive what it tells of."""


_held_until: ContextVar[datetime | None] = ContextVar("held_until", default=None)


@contextmanager
def held(*, until: datetime) -> Iterator[None]:
    """Events recorded inside are delivered then: what may still be taken back is not told at once."""
    token = _held_until.set(until)
    try:
        yield
    finally:
        _held_until.reset(token)


def record(
    kind: str,
    *,
    now: datetime,
    actor_id: int | None = None,
    ticket_id: int | None = None,
    root: Event | None = None,
    is_public: bool = False,
    data: dict[str, object] | None = None,
) -> Event:
    """Append one event and enqueue its listeners (`settings.BALCAO_LISTENERS`) in the caller's transaction.

    Raises NotInTransaction outside one. `is_public` events may be shown to the customer.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind)
    until = _held_until.get()
    event = Event.objects.create(
        kind=kind,
        at=now,
        actor_id=actor_id,
        ticket_id=ticket_id,
        root=(root.root or root) if root else None,
        is_public=is_public,
        data={**(data or {}), "held": True} if until else data or {},
    )
    for listener in settings.BALCAO_LISTENERS.get(kind, ()):
        deliver.using(run_after=until).enqueue(event.pk, listener)
    return event
