"""Due instants: 4 business hours to the first answer, 16 to the solution; Monday to Friday, 8 to 18 in Brasília."""

from datetime import UTC, datetime, timedelta

from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.models import Priority, StateKind
from balcao.tickets.promises import next_due
from tests.cast import NOW, Cast
from tests.tickets.helpers import fresh, say

TUESDAY_16_12 = datetime(2026, 11, 24, 19, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_both_are_known_when_the_ticket_is_opened(cast: Cast) -> None:
    ticket = fresh(cast.ticket())
    assert ticket.first_response_due_at == NOW + 4 * HOUR
    assert ticket.resolution_due_at == TUESDAY_16_12
    assert next_due(ticket) == NOW + 4 * HOUR


def test_after_the_first_answer_the_solution_is_next(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW + HOUR)
    assert next_due(fresh(ticket)) == TUESDAY_16_12


def test_while_the_customer_has_the_turn_nothing_is_due(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW + HOUR, state=cast.state(StateKind.WAITING_CUSTOMER))
    assert fresh(ticket).paused_at == NOW + HOUR
    assert next_due(fresh(ticket)) is None


def test_the_time_that_the_customer_took_is_given_back_in_business_time(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW + HOUR, state=cast.state(StateKind.WAITING_CUSTOMER))
    say(ticket, cast.marina, now=NOW + 3 * HOUR)
    now = fresh(ticket)
    assert now.paused_at is None
    assert now.resolution_due_at == datetime(2026, 11, 25, 11, 12, tzinfo=UTC)  # 2 h more: Wednesday, 8:12
    assert now.paused_minutes == 120


def test_a_night_of_waiting_takes_nothing_from_the_desk(cast: Cast) -> None:
    ticket = cast.ticket()
    evening, before_eight = datetime(2026, 11, 23, 21, 30, tzinfo=UTC), datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    say(ticket, cast.ana, now=evening, state=cast.state(StateKind.WAITING_CUSTOMER))
    say(ticket, cast.marina, now=before_eight)
    assert fresh(ticket).resolution_due_at == TUESDAY_16_12


def test_waiting_for_a_third_party_is_still_the_desks_time(cast: Cast) -> None:
    ticket = cast.ticket()
    set_state(ticket=ticket, state=cast.state(StateKind.WAITING_THIRD_PARTY), by=cast.ana, now=NOW + HOUR)
    assert fresh(ticket).paused_at is None
    assert fresh(ticket).resolution_due_at == TUESDAY_16_12


def test_two_pauses_add_up(cast: Cast) -> None:
    ticket = cast.ticket()
    for start in (1, 3):
        say(ticket, cast.ana, now=NOW + start * HOUR, state=cast.state(StateKind.WAITING_CUSTOMER))
        say(ticket, cast.marina, now=NOW + (start + 1) * HOUR)
    assert fresh(ticket).paused_minutes == 120
    set_priority(ticket=ticket, priority=Priority.HIGH, by=cast.ana, now=NOW + 5 * HOUR)
    assert fresh(ticket).resolution_due_at == datetime(2026, 11, 25, 11, 12, tzinfo=UTC)
