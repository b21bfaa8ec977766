"""Two agents and one ticket."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from balcao.people.models import User
from balcao.tickets.models import Right
from tests.cast import Cast, agent, give_right
from tests.tickets.helpers import fresh

pytestmark = pytest.mark.django_db


def test_of_two_who_take_a_ticket_the_second_hears_of_the_first(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    zoe = agent("zoe", "Zoé Prado")
    give_right(zoe, "Segunda equipe", [cast.n1], Right.ASSIGN)
    ticket = cast.ticket()
    address, page = (reverse(name, args=[ticket.number]) for name in ("desk:assignment", "desk:ticket"))
    first, second = client_for(cast.ana), client_for(zoe)
    for client in (first, second):
        assert 'name="seen" value=""' in client.get(page).content.decode()
    assert first.post(address, {"agent": "me", "seen": ""}).status_code in (302, 303)
    late = second.post(address, {"agent": "me", "seen": ""})
    assert (late.status_code, "Ana Ribeiro" in late.content.decode()) == (409, True)
    assert fresh(ticket).owner == cast.ana
    assert second.post(address, {"agent": "me", "seen": str(cast.ana.pk)}).status_code in (302, 303)
    assert fresh(ticket).owner == zoe
    gone = first.post(address, {"agent": "", "seen": str(cast.ana.pk)})
    assert (gone.status_code, fresh(ticket).owner) == (409, zoe)
