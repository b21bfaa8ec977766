"""Who else has the ticket open at the desk, and who is writing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balcao.live import topics
from balcao.live.forget import forget_past
from balcao.live.models import Presence
from balcao.live.presence import leave, look, present
from tests.cast import NOW, Cast
from tests.live.conftest import Listen

pytestmark = pytest.mark.django_db


def test_an_agent_is_present_for_twenty_seconds_after_each_heartbeat(cast: Cast) -> None:
    ticket = cast.ticket()
    look(ticket_id=ticket.pk, user_id=cast.ana.pk, is_typing=False, now=NOW)
    look(ticket_id=ticket.pk, user_id=cast.caio.pk, is_typing=True, now=NOW + timedelta(seconds=8))
    assert present(ticket.pk, now=NOW + timedelta(seconds=9)) == {cast.ana.pk: False, cast.caio.pk: True}
    assert present(ticket.pk, now=NOW + timedelta(seconds=15)) == {cast.ana.pk: False, cast.caio.pk: False}
    assert present(ticket.pk, now=NOW + timedelta(seconds=21)) == {cast.caio.pk: False}
    look(ticket_id=ticket.pk, user_id=cast.caio.pk, is_typing=False, now=NOW + timedelta(seconds=16))
    assert present(ticket.pk, now=NOW + timedelta(seconds=30)) == {cast.caio.pk: False}
    leave(ticket_id=ticket.pk, user_id=cast.caio.pk)
    assert present(ticket.pk, now=NOW + timedelta(seconds=30)) == {}


def test_the_page_is_told_of_the_others_and_when_to_ask_again(cast: Cast, client: Client) -> None:
    ticket = cast.ticket()
    client.force_login(cast.ana)
    address = f"/live/tickets/{ticket.pk}/presence/"
    assert client.post(address).status_code == 204
    assert client.get(address).json()["people"] == []
    look(ticket_id=ticket.pk, user_id=cast.caio.pk, is_typing=True, now=timezone.now())
    answer = client.get(address).json()
    assert answer["people"] == [{"id": cast.caio.pk, "name": "Caio Menezes", "photo": "", "typing": True}]
    assert 0 < answer["again"] < 7
    client.post(address, {"gone": "1"})
    assert present(ticket.pk, now=timezone.now()) == {cast.caio.pk: True}


def test_what_is_long_past_is_forgotten(cast: Cast) -> None:
    look(ticket_id=1, user_id=cast.ana.pk, is_typing=False, now=NOW)
    forget_past(now=NOW + timedelta(seconds=30))
    assert Presence.objects.count() == 1
    forget_past(now=NOW + timedelta(minutes=11))
    assert Presence.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_others_hear_within_two_seconds_that_somebody_came_writes_and_left(cast: Cast, listen: Listen) -> None:
    ticket = cast.ticket()
    page = listen(cast.ana, [topics.of_desk_ticket(ticket.pk)])
    page.until("hello")
    caio = Client()
    caio.force_login(cast.caio)
    address = f"/live/tickets/{ticket.pk}/presence/"
    expected = ("presence", {"topic": topics.of_desk_ticket(ticket.pk)})
    for words in ({}, {"typing": "1"}, {}, {"gone": "1"}):
        caio.post(address, words)
        assert page.next(within=2) == expected
    caio.post(address)
    assert page.next(within=2) == expected
    caio.post(address)  # a heartbeat says nothing new
    assert page.all_within(0.8) == []
