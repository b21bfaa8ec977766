"""First response, next response and resolution: due instants in business time, paused while the customer has the turn.

Every due instant is reckoned from its start, its target and the ticket's pauses, so that it can be reckoned again when
a priority, a promise or a calendar changes, with the same result as if it had been so from the beginning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balcao.catalog.promises import Targets, Terms, longest_day, terms_of
from balcao.lib.working_time import NeverOpens, WorkingCalendar, add, between, due
from balcao.processes.engine import Span
from balcao.tickets.models import State, Ticket, Turn

WARNING = 4
"""The team is warned when a fourth of a promise's business time is left."""


class Which(StrEnum):
    FIRST = "first_response"
    NEXT = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Running:
    """A promise that runs: since when, for how many business minutes, until when."""

    which: Which
    since: datetime
    minutes: int
    due_at: datetime


def reckon(ticket: Ticket) -> None:
    """Set the due instants from the ticket's beginning on. One whose clock stands keeps the instant it had."""
    terms = terms_for(ticket)
    if terms is None:
        ticket.first_response_due_at = ticket.next_response_due_at = ticket.resolution_due_at = None
        return
    targets, calendar, pauses = terms.of(ticket.priority), terms.calendar, _pauses(ticket)

    def until(start: datetime | None, minutes: int | None, before: datetime | None) -> datetime | None:
        if start is None or minutes is None:
            return None
        return due(calendar, start, minutes, pauses) or before or add(calendar, start, minutes)

    ticket.first_response_due_at = until(ticket.opened_at, targets.first_response, ticket.first_response_due_at)
    owed, before = ticket.answer_owed_since, ticket.next_response_due_at
    ticket.next_response_due_at = until(owed, targets.next_response, before)
    ticket.resolution_due_at = until(ticket.opened_at, targets.resolution, ticket.resolution_due_at)


def customer_spoke(ticket: Ticket, *, now: datetime) -> None:
    """The next answer is owed from the first message on that nobody answered; before the first one, that is."""
    if ticket.first_responded_at is not None and ticket.answer_owed_since is None:
        ticket.answer_owed_since = now
        _forget(ticket, Which.NEXT)
        reckon(ticket)


def desk_answered(ticket: Ticket, *, now: datetime) -> None:
    """The first answer is kept; the next one is no longer owed."""
    ticket.first_responded_at = ticket.first_responded_at or now
    ticket.answer_owed_since = ticket.next_response_due_at = None


def follow_turn(ticket: Ticket, state: State, *, now: datetime) -> None:
    """Stop the clocks while the customer or nobody has the turn; run them on afterwards."""
    waits = state.turn in {Turn.CUSTOMER, Turn.NOBODY}
    if waits and ticket.paused_at is None:
        ticket.paused_at = now
        ticket.pauses = [*ticket.pauses, [now.isoformat(), None]]
    elif not waits and ticket.paused_at is not None:
        _resume(ticket, now=now)


def _resume(ticket: Ticket, *, now: datetime) -> None:
    paused_at, ticket.paused_at = ticket.paused_at, None
    assert paused_at is not None
    ended = [pause for pause in ticket.pauses if pause[1] is not None]
    # Clocks of several machines differ: what ends before it began took no time.
    ticket.pauses = [*ended, [paused_at.isoformat(), max(now, paused_at).isoformat()]]
    terms = terms_for(ticket)
    if terms is not None:
        ticket.paused_minutes += max(between(terms.calendar, paused_at, now), 0)
        reckon(ticket)


def activity_due(ticket: Ticket, span: Span | None, *, now: datetime) -> datetime | None:
    """When the activity just entered should be done, for the team; a business day is the calendar's longest."""
    terms = terms_for(ticket) if span is not None else None
    if terms is None or span is None:
        return None
    calendar = terms.calendar
    return add(calendar, now, span.days * longest_day(calendar.hours) + span.minutes)


def next_due(ticket: Ticket) -> datetime | None:
    """The promise that runs out next: the first response while nobody answered, then the next one or the resolution.

    None while paused.
    """
    if not ticket.is_open or ticket.paused_at is not None:
        return None
    if ticket.first_responded_at is None and ticket.first_response_due_at is not None:
        return ticket.first_response_due_at
    return min(filter(None, (ticket.next_response_due_at, ticket.resolution_due_at)), default=None)


def which_runs(ticket: Ticket) -> Which | None:
    """The promise of `next_due`, also while its clock stands."""
    if ticket.first_responded_at is None and ticket.first_response_due_at is not None:
        return Which.FIRST
    ends = {Which.NEXT: ticket.next_response_due_at, Which.RESOLUTION: ticket.resolution_due_at}
    known = {which: at for which, at in ends.items() if at is not None}
    return min(known, key=lambda which: known[which], default=None)


def running(ticket: Ticket, targets: Targets) -> Iterator[Running]:
    """Every promise whose clock is running."""
    if not ticket.is_open or ticket.paused_at is not None:
        return
    found = [(Which.RESOLUTION, ticket.opened_at, targets.resolution, ticket.resolution_due_at)]
    if ticket.first_responded_at is None:
        found.append((Which.FIRST, ticket.opened_at, targets.first_response, ticket.first_response_due_at))
    if ticket.answer_owed_since is not None:
        found.append((Which.NEXT, ticket.answer_owed_since, targets.next_response, ticket.next_response_due_at))
    for which, since, minutes, due_at in found:
        if minutes is not None and due_at is not None:
            yield Running(which, since, minutes, due_at)


def escalations(ticket: Ticket) -> list[tuple[datetime, Which, str]]:
    """What the team is still to be told: instant, promise, «warned» or «breached», in order of time."""
    terms = terms_for(ticket)
    if terms is None:
        return []
    calendar, pauses = terms.calendar, _pauses(ticket)
    told = set(ticket.promises_told)
    found = []
    for one in running(ticket, terms.of(ticket.priority)):
        if f"{one.which}:breached" not in told:
            found.append((one.due_at, one.which, "breached"))
            if f"{one.which}:warned" not in told:
                found.append((_warns_at(calendar, one, pauses), one.which, "warned"))
    return sorted(found)


def _warns_at(calendar: WorkingCalendar, one: Running, pauses: list[tuple[datetime, datetime | None]]) -> datetime:
    try:
        return due(calendar, one.since, one.minutes - one.minutes // WARNING, pauses) or one.due_at
    except NeverOpens:
        return one.due_at


def plan(ticket: Ticket, *, now: datetime) -> None:
    """Set `due_at` and `escalates_at`. What moved to later, or ended, may be told anew."""
    ticket.due_at = next_due(ticket)
    ends = {
        Which.FIRST: ticket.first_response_due_at,
        Which.NEXT: ticket.next_response_due_at,
        Which.RESOLUTION: ticket.resolution_due_at,
    }
    for which, at in ends.items():
        if at is not None and at > now and f"{which}:breached" in ticket.promises_told and ticket.paused_at is None:
            _forget(ticket, which)
    ticket.escalates_at = min((at for at, _which, _what in escalations(ticket)), default=None)


def _forget(ticket: Ticket, which: Which) -> None:
    ticket.promises_told = [one for one in ticket.promises_told if not one.startswith(f"{which}:")]


def _pauses(ticket: Ticket) -> list[tuple[datetime, datetime | None]]:
    return [
        (datetime.fromisoformat(since), None if until is None else datetime.fromisoformat(until))
        for since, until in ticket.pauses
    ]


def terms_for(ticket: Ticket) -> Terms | None:
    """What was promised on the ticket; read once for the row in memory, as the locked one of a verb or a page's."""
    kept: tuple[int | None, Terms | None] | None = ticket.__dict__.get(KEPT)
    if kept is None or kept[0] != ticket.promise_id:
        kept = ticket.promise_id, terms_of(ticket.promise_id) if ticket.promise_id is not None else None
        ticket.__dict__[KEPT] = kept
    return kept[1]


KEPT = "_terms"
"""Where a ticket in memory keeps the terms of its promise."""
