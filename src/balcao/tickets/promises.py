"""First response and resolution: due instants, reckoned inside the verb's transaction, paused while customers act."""

from datetime import datetime

from balcao.catalog.models import Promise
from balcao.catalog.promises import longest_day, targets_of, working_calendar
from balcao.lib.working_time import add, between
from balcao.processes.engine import Span
from balcao.tickets.models import State, Ticket, Turn


def reckon(ticket: Ticket) -> None:
    """Set both due instants from the opening on, for the ticket's promise and priority."""
    promise = _promise(ticket)
    if promise is None:
        ticket.first_response_due_at = ticket.resolution_due_at = None
        return
    targets, calendar = targets_of(promise, ticket.priority), working_calendar(promise.calendar)
    ticket.first_response_due_at = (
        None if targets.first_response is None else add(calendar, ticket.opened_at, targets.first_response)
    )
    ticket.resolution_due_at = (
        None
        if targets.resolution is None
        else add(calendar, ticket.opened_at, targets.resolution + ticket.paused_minutes)
    )


def follow_turn(ticket: Ticket, state: State, *, now: datetime) -> None:
    """Stop the clock of the resolution while the customer or nobody has the turn; run it on afterwards."""
    waits = state.turn in {Turn.CUSTOMER, Turn.NOBODY}
    if waits and ticket.paused_at is None:
        ticket.paused_at = now
    elif not waits and ticket.paused_at is not None:
        _resume(ticket, now=now)


def _resume(ticket: Ticket, *, now: datetime) -> None:
    paused_at, ticket.paused_at = ticket.paused_at, None
    promise = _promise(ticket)
    if promise is None or paused_at is None:
        return
    calendar = working_calendar(promise.calendar)
    # Clocks of several machines differ: what ends before it began took no time.
    lost = max(between(calendar, paused_at, now), 0)
    ticket.paused_minutes += lost
    if ticket.resolution_due_at is not None and ticket.resolution_due_at > paused_at:
        left = between(calendar, paused_at, ticket.resolution_due_at)
        ticket.resolution_due_at = add(calendar, now, left)


def activity_due(ticket: Ticket, span: Span | None, *, now: datetime) -> datetime | None:
    """When the activity just entered should be done, for the team; a business day is the calendar's longest."""
    promise = _promise(ticket) if span is not None else None
    if promise is None or span is None:
        return None
    calendar = working_calendar(promise.calendar)
    return add(calendar, now, span.days * longest_day(calendar.hours) + span.minutes)


def _promise(ticket: Ticket) -> Promise | None:
    if ticket.promise_id is None:
        return None
    return (
        Promise.objects.select_related("calendar")
        .prefetch_related("targets", "calendar__holidays")
        .get(pk=ticket.promise_id)
    )


def next_due(ticket: Ticket) -> datetime | None:
    """The promise that runs now: the first response while nobody answered, then the resolution; None while paused."""
    if not ticket.is_open or ticket.paused_at is not None:
        return None
    if ticket.first_responded_at is None and ticket.first_response_due_at is not None:
        return ticket.first_response_due_at
    return ticket.resolution_due_at
