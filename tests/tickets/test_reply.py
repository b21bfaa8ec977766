from datetime import timedelta
from uuid import uuid4

import pytest

from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.tickets.actions.close import close
from balcao.tickets.actions.participants import add_participant
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Message, StateKind, TicketPerson, TicketRole
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, fresh, say, with_news


def test_the_desks_answer_is_news_for_everybody_on_the_ticket_and_for_nobody_else(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    say(ticket, cast.ana, now=at(2))
    assert with_news(ticket) == {"marina", "rafael"}
    assert set(TicketPerson.objects.filter(ticket=ticket).values_list("user__username", flat=True)) == {
        "marina",
        "rafael",
    }


def test_an_answer_of_ones_own_is_no_news(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    say(ticket, cast.ana, now=at(2))
    say(ticket, cast.marina, now=at(3))
    assert with_news(ticket) == {"rafael"}


def test_the_same_key_answers_once(cast: Cast) -> None:
    ticket, key = cast.ticket(), uuid4()
    both = [
        reply(ticket=ticket, by=cast.marina, as_desk=False, body="Oi", key=key, now=at(minute)) for minute in (1, 2)
    ]
    assert both[0] == both[1]
    assert Message.objects.filter(ticket=ticket).count() == 2
    assert Event.objects.filter(ticket_id=ticket.pk, kind="ticket.replied").count() == 1


def test_the_key_of_anothers_message_is_refused(cast: Cast) -> None:
    ticket, key = cast.ticket(), uuid4()
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Oi", key=key, now=at(1))
    with pytest.raises(Refused):
        reply(ticket=ticket, by=cast.paulo, as_desk=False, body="Oi", key=key, now=at(2))


@pytest.mark.parametrize("body", ["", "   ", "\n\t"])
def test_an_empty_answer_is_refused(cast: Cast, body: str) -> None:
    with pytest.raises(Refused):
        say(cast.ticket(), cast.marina, body)


def test_a_colleague_who_answers_becomes_a_participant(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.paulo, now=at(1))
    assert TicketPerson.objects.get(ticket=ticket, user=cast.paulo).role == TicketRole.PARTICIPANT
    assert with_news(ticket) == {"marina"}


def test_the_first_answer_of_the_desk_opens_the_ticket_and_keeps_the_first_promise(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(30))
    now = fresh(ticket)
    assert now.state.kind == StateKind.OPEN
    assert now.first_responded_at == at(30)
    say(ticket, cast.ana, now=at(60))
    assert fresh(ticket).first_responded_at == at(30)


@pytest.mark.parametrize("kind", [StateKind.WAITING_CUSTOMER, StateKind.RESOLVED])
def test_a_customers_answer_gives_the_desk_its_turn_back(cast: Cast, kind: StateKind) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1), state=cast.state(kind))
    say(ticket, cast.marina, now=at(2))
    assert fresh(ticket).state.kind == StateKind.OPEN
    assert fresh(ticket).resolved_at is None


def test_an_answer_that_solves_is_kept_as_the_solution(cast: Cast) -> None:
    ticket = cast.ticket()
    message = say(ticket, cast.ana, now=at(1), state=cast.state(StateKind.RESOLVED))
    assert fresh(ticket).solution == message
    say(ticket, cast.marina, "Ainda não.", now=at(2))
    assert fresh(ticket).solution is None


def test_a_customer_who_answers_a_closed_ticket_in_time_reopens_it(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.ana, as_desk=True, now=at(1))
    say(ticket, cast.marina, now=NOW + timedelta(days=14))
    assert fresh(ticket).is_open
    assert fresh(ticket).closed_at is None


def test_after_the_days_of_the_site_the_answer_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    ticket = cast.ticket()
    close(ticket=ticket, by=cast.ana, as_desk=True, now=at(1))
    with pytest.raises(Refused):
        say(ticket, cast.marina, now=NOW + timedelta(days=16))
    assert Message.objects.filter(ticket=ticket).count() == 1
    assert not fresh(ticket).is_open


def test_lists_know_who_wrote_last_and_how_it_begins(cast: Cast) -> None:
    ticket = cast.ticket()
    message = say(ticket, cast.ana, "Olá, **Marina**.\n\nVou ver.", now=at(5))
    now = fresh(ticket)
    assert (now.last_public_message, now.last_public_by, now.last_public_at) == (message, cast.ana, at(5))
    assert now.snippet == "Olá, Marina. Vou ver."
    assert TicketPerson.objects.get(ticket=ticket, user=cast.marina).last_public_at == at(5)
