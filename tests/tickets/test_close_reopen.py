from datetime import timedelta

import pytest

from balcao.lib.refused import Refused
from balcao.tickets.actions.close import Reason, close
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reopen import reopen
from balcao.tickets.models import StageVisit, StateKind, TicketPerson
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, fresh, say, with_news


def test_a_customer_closes_a_ticket_and_the_others_hear_of_it(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))
    now = fresh(ticket)
    assert (now.state.kind, now.is_open, now.closed_at) == (StateKind.CLOSED, False, at(2))
    assert with_news(ticket) == {"rafael"}
    assert not TicketPerson.objects.filter(ticket=ticket, is_open=True).exists()


def test_not_needed_any_more_cancels_what_nobody_has_solved(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(1), reason=Reason.NOT_NEEDED)
    assert fresh(ticket).state.kind == StateKind.CANCELLED


def test_a_solved_ticket_is_closed_and_not_cancelled(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1), state=cast.state(StateKind.RESOLVED))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2), reason=Reason.NOT_NEEDED)
    assert fresh(ticket).state.kind == StateKind.CLOSED


def test_what_did_not_help_does_not_count_as_solved(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1), state=cast.state(StateKind.RESOLVED))
    reopen(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(3), reason=Reason.NOT_NEEDED)
    assert fresh(ticket).state.kind == StateKind.CANCELLED


def test_the_desks_last_word_is_the_solution_of_a_ticket_that_was_solved(cast: Cast) -> None:
    ticket = cast.ticket()
    message = say(ticket, cast.ana, now=at(1))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))
    assert fresh(ticket).solution == message


def test_closing_twice_is_refused(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(1))
    with pytest.raises(Refused):
        close(ticket=ticket, by=cast.ana, as_desk=True, now=at(2))


def test_the_last_instant_of_the_window_still_reopens(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.ana, as_desk=True, now=NOW)
    reopen(ticket=ticket, by=cast.marina, as_desk=False, now=NOW + timedelta(days=15))
    now = fresh(ticket)
    assert (now.is_open, now.state.kind, now.closed_at, now.resolved_at) == (True, StateKind.OPEN, None, None)


def test_a_moment_later_only_the_desk_may(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.ana, as_desk=True, now=NOW)
    late = NOW + timedelta(days=15, microseconds=1)
    with pytest.raises(Refused):
        reopen(ticket=ticket, by=cast.marina, as_desk=False, now=late)
    assert not fresh(ticket).is_open
    reopen(ticket=ticket, by=cast.ana, as_desk=True, now=late)
    assert fresh(ticket).is_open


def test_an_open_ticket_cannot_be_reopened(cast: Cast) -> None:
    with pytest.raises(Refused):
        reopen(ticket=cast.ticket(), by=cast.marina, as_desk=False, now=at(1))


def test_whoever_reopens_has_no_news_and_the_others_have(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    close(ticket=ticket, by=cast.marina, as_desk=False, now=at(2))
    TicketPerson.objects.filter(ticket=ticket).update(read_event_id=10**12)
    TicketPerson.objects.filter(ticket=ticket).update(read_event_id=0, news_event_id=0)
    reopen(ticket=ticket, by=cast.rafael, as_desk=False, now=at(3))
    assert with_news(ticket) == {"marina"}


def test_the_stages_it_went_through_stay(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.ana, as_desk=True, now=at(1))
    assert list(StageVisit.objects.filter(ticket=ticket).values_list("stage", flat=True)) == ["recebido"]
