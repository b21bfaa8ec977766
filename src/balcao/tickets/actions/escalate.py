"""The time of a promise is running out, or has: the team is told, once."""

from datetime import datetime

from django.db import transaction

from balcao.tickets import promises
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Ticket


def escalate(*, ticket: Ticket, now: datetime) -> list[str]:
    """Record `promise.warned` or `promise.breached` for each promise that it is time to tell of; answers «which:what».

    A breach that comes before its warning was told (the worker was away) is told alone. Nothing else of the ticket
    changes: nobody did anything to it.
    """
    with transaction.atomic():
        change = Change(lock(ticket), None, now)
        current = change.ticket
        ready = [(at, which, what) for at, which, what in promises.escalations(current) if at <= now]
        breached = {which for _at, which, what in ready if what == "breached"}
        told = []
        for at, which, what in ready:
            if what == "breached" or which not in breached:
                change.record(f"promise.{what}", which=which.value, due=at.isoformat())
                change.root = None  # each is told for itself
                told.append(f"{which}:{what}")
        current.promises_told = [*current.promises_told, *told]
        promises.plan(current, now=now)
        Ticket.objects.filter(pk=current.pk).update(
            promises_told=current.promises_told, escalates_at=current.escalates_at
        )
    return told
