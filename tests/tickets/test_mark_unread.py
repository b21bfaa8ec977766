"""Putting a ticket back among what is new."""

from datetime import timedelta
from uuid import uuid4

import pytest

from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.actions.mark_unread import mark_unread
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import TicketPerson
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_the_latest_answer_is_new_again_for_this_person_only(cast: Cast) -> None:
    ticket, other = cast.ticket(), cast.ticket()
    for one in (ticket, other):
        reply(ticket=one, by=cast.ana, as_desk=True, body="Vejo já.", key=uuid4(), now=NOW + timedelta(hours=1))
        mark_read(ticket=one, by=cast.marina)
    mark_unread(ticket=ticket, by=cast.marina)
    mark_unread(ticket=ticket, by=cast.marina)
    mine = TicketPerson.objects.filter(user=cast.marina)
    assert {one.ticket for one in mine if one.has_news} == {ticket}
    mark_read(ticket=ticket, by=cast.marina)
    assert not any(one.has_news for one in mine.all())


def test_what_nobody_answered_yet_has_nothing_to_be_unread(cast: Cast) -> None:
    ticket = cast.ticket()
    mark_unread(ticket=ticket, by=cast.marina)
    assert not TicketPerson.objects.get(ticket=ticket, user=cast.marina).has_news
