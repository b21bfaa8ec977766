"""Timers of a process: business time after which it goes on by itself."""

from datetime import datetime, timedelta

from balcao.catalog.promises import default_calendar, longest_day, working_calendar
from balcao.lib.working_time import add
from balcao.processes.engine import Span
from balcao.tickets.models import Ticket, Timer

PENDING = "pending"
"""The timer that ends a pending state."""


def set_timer(ticket: Ticket, name: str, after: Span, *, now: datetime, state: str = "", then: str = "") -> Timer:
    """Wake the ticket's process after that much business time; setting one again begins it anew."""
    from balcao.tickets.jobs import fire  # jobs call verbs, which carry out effects

    Timer.objects.filter(ticket=ticket, name=name, settled_at__isnull=True).update(settled_at=now)
    due = due_after(ticket, after, now=now)
    timer = Timer.objects.create(ticket=ticket, name=name, state=state, then=then, set_at=now, due_at=due)
    fire.using(run_after=due).enqueue(timer.pk)
    return timer


def due_after(ticket: Ticket, span: Span, *, now: datetime) -> datetime:
    """By the calendar of the ticket's promise, else the desk's; a desk without calendars counts the whole week."""
    calendar = ticket.promise.calendar if ticket.promise else default_calendar()
    working = working_calendar(calendar) if calendar else None
    day = longest_day(working.hours) if working else 0
    if working is None or not day:
        return now + timedelta(days=span.days, minutes=span.minutes)
    return add(working, now, span.days * day + span.minutes)
