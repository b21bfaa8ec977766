from uuid import uuid4

from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.participants import add_participant, remove_participant
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.models import Priority, StateKind, TicketPerson
from tests.cast import Cast
from tests.tickets.helpers import at, say, with_news


def test_progress_and_notes_are_no_news(cast: Cast) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=at(1))
    set_priority(ticket=ticket, priority=Priority.HIGH, by=cast.ana, now=at(2))
    add_note(ticket=ticket, by=cast.ana, body="Ver com o fiscal.", key=uuid4(), now=at(3))
    set_state(ticket=ticket, state=cast.state(StateKind.WAITING_THIRD_PARTY), by=cast.ana, now=at(4))
    assert with_news(ticket) == set()


def test_needing_the_customer_is_news(cast: Cast) -> None:
    ticket = cast.ticket()
    set_state(ticket=ticket, state=cast.state(StateKind.WAITING_CUSTOMER), by=cast.ana, now=at(1))
    assert with_news(ticket) == {"marina"}


def test_reading_is_of_one_person_only(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    say(ticket, cast.ana, now=at(2))
    mark_read(ticket=ticket, by=cast.marina)
    assert with_news(ticket) == {"rafael"}


def test_what_came_after_the_page_was_made_stays_new(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1))
    seen = TicketPerson.objects.get(ticket=ticket, user=cast.marina).news_event_id
    say(ticket, cast.ana, now=at(2))
    mark_read(ticket=ticket, by=cast.marina, up_to=seen)
    assert with_news(ticket) == {"marina"}
    assert TicketPerson.objects.get(ticket=ticket, user=cast.marina).read_event_id == seen
    mark_read(
        ticket=ticket, by=cast.marina, up_to=TicketPerson.objects.get(ticket=ticket, user=cast.marina).news_event_id
    )
    assert with_news(ticket) == set()


def test_reading_an_older_page_takes_nothing_back(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=at(1))
    mark_read(ticket=ticket, by=cast.marina)
    before = TicketPerson.objects.get(ticket=ticket, user=cast.marina).read_event_id
    mark_read(ticket=ticket, by=cast.marina, up_to=1)
    assert TicketPerson.objects.get(ticket=ticket, user=cast.marina).read_event_id == before


def test_who_left_has_no_news_any_more(cast: Cast) -> None:
    ticket = cast.ticket()
    add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(1))
    remove_participant(ticket=ticket, person=cast.rafael, by=cast.rafael, now=at(2))
    say(ticket, cast.ana, now=at(3))
    assert with_news(ticket) == {"marina"}
