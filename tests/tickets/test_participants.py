import pytest

from balcao.history.models import Event
from balcao.lib.refused import Refused
from balcao.tickets.actions.participants import add_participant, remove_participant
from balcao.tickets.models import TicketPerson
from tests.cast import Cast
from tests.tickets.helpers import at, with_news


def test_who_is_added_has_news_once(cast: Cast) -> None:
    ticket = cast.ticket()
    for minute in (1, 2):
        add_participant(ticket=ticket, person=cast.rafael, by=cast.marina, now=at(minute))
    assert with_news(ticket) == {"rafael"}
    assert Event.objects.filter(kind="ticket.participant_added").count() == 1


def test_only_active_people_of_the_company(cast: Cast) -> None:
    ticket = cast.ticket()
    cast.rafael.is_active = False
    cast.rafael.save()
    for person in (cast.rita, cast.ana, cast.rafael):
        with pytest.raises(Refused):
            add_participant(ticket=ticket, person=person, by=cast.marina, now=at(1))
    assert set(TicketPerson.objects.filter(ticket=ticket).values_list("user__username", flat=True)) == {"marina"}


def test_the_requester_stays(cast: Cast) -> None:
    ticket = cast.ticket()
    with pytest.raises(Refused):
        remove_participant(ticket=ticket, person=cast.marina, by=cast.paulo, now=at(1))
    assert TicketPerson.objects.filter(ticket=ticket, user=cast.marina).exists()
