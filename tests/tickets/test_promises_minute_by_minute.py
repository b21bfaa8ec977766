"""What is promised on a ticket agrees with counting every minute, whatever happens to it and to its calendar.

Nothing is saved: the ticket is a value here, and its promise's terms are given to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.catalog.models import Promise, PromiseTarget
from balcao.catalog.promises import Terms
from balcao.lib.working_time import MINUTE, NeverOpens, WorkingCalendar
from balcao.tickets import promises
from balcao.tickets.models import State, StateKind, Ticket
from tests.lib import minute_by_minute
from tests.lib.test_working_time import calendars_and_moments

LIMIT = 9_000
"""Minutes of the clock that the slow way looks at."""

DEEDS = ("customer", "desk", "wait", "go on", "priority", "calendar")
NORMAL, URGENT = 3, 5

deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 700)), max_size=8)
minutes = st.integers(0, 900)
targets = st.tuples(minutes, minutes, minutes)


@dataclass
class Told:
    """The same story, kept the obvious way: when what was, and nothing reckoned."""

    opened_at: datetime
    answered: bool = False
    owed_since: datetime | None = None
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def happens(self, deed: str, at: datetime) -> None:
        if deed == "customer" and self.answered and self.owed_since is None:
            self.owed_since = at
        elif deed == "desk":
            self.answered, self.owed_since = True, None
        elif deed == "wait" and not self.is_paused:
            self.pauses.append((at, None))
        elif deed == "go on" and self.is_paused:
            self.pauses[-1] = self.pauses[-1][0], at


def give(ticket: Ticket, calendar: WorkingCalendar, normal: tuple[int, ...], urgent: tuple[int, ...]) -> None:
    """Make these the terms of the ticket's promise."""
    names = ("first_response", "next_response", "resolution")
    by_priority: dict[int | None, PromiseTarget] = {
        priority: PromiseTarget(priority=priority, **dict(zip(names, given, strict=True)))
        for priority, given in ((None, normal), (URGENT, urgent))
    }
    ticket.__dict__[promises.KEPT] = 1, Terms(Promise(pk=1), calendar, by_priority)


def do(ticket: Ticket, deed: str, at: datetime, calendars: list[WorkingCalendar], *given: tuple[int, ...]) -> None:
    match deed:
        case "customer":
            promises.customer_spoke(ticket, now=at)
        case "desk":
            promises.desk_answered(ticket, now=at)
        case "wait" | "go on":
            kind = StateKind.WAITING_CUSTOMER if deed == "wait" else StateKind.OPEN
            promises.follow_turn(ticket, State(kind=kind), now=at)
        case "priority":
            ticket.priority = NORMAL if ticket.priority == URGENT else URGENT
            promises.reckon(ticket)
        case "calendar":
            calendars.reverse()
            give(ticket, calendars[0], *given)
            promises.reckon(ticket)


@settings(max_examples=80, deadline=None)
@given(calendars_and_moments(), calendars_and_moments(), targets, targets, deeds)
def test_every_promise_agrees_with_counting_minutes(
    case: tuple[WorkingCalendar, datetime],
    other: tuple[WorkingCalendar, datetime],
    normal: tuple[int, int, int],
    urgent: tuple[int, int, int],
    story: list[tuple[str, int]],
) -> None:
    calendars, opened = [case[0], other[0]], case[1]
    ticket = Ticket(promise_id=1, opened_at=opened, priority=NORMAL, pauses=[], promises_told=[])
    told, at = Told(opened), opened
    try:
        give(ticket, calendars[0], normal, urgent)
        promises.reckon(ticket)
        for deed, wait in [*story, ("go on", 1)]:
            at += wait * MINUTE
            do(ticket, deed, at, calendars, normal, urgent)
            told.happens(deed, at)
    except NeverOpens:
        return
    first, following, resolution = urgent if ticket.priority == URGENT else normal

    def slow(since: datetime, promised: int) -> datetime | None:
        return minute_by_minute.due(calendars[0], since, promised, told.pauses, limit=LIMIT)

    assert ticket.answer_owed_since == told.owed_since
    for reckoned, since, promised in (
        (ticket.first_response_due_at, opened, first),
        (ticket.next_response_due_at, told.owed_since, following),
        (ticket.resolution_due_at, opened, resolution),
    ):
        if since is None:
            assert reckoned is None
        elif (counted := slow(since, promised)) is not None:
            assert reckoned == counted
