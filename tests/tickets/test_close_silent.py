"""A ticket that was marked as solved closes by itself after days of silence."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from balcao.site.current import current_site, forget_site
from balcao.site.models import Site
from balcao.tickets.actions.close_silent import close_silent
from balcao.tickets.actions.reply import reply
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.models import StateKind, Ticket
from balcao.tickets.silence import silent_tickets
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

# Solved on Monday at 10:12; three business days of ten hours end on Thursday at 10:12.
THURSDAY = NOW + timedelta(days=3)


def solved(cast: Cast, at: datetime = NOW) -> Ticket:
    return set_state(ticket=cast.ticket(now=at), state=cast.state(StateKind.RESOLVED), by=cast.ana, now=at)


def test_three_business_days_of_silence_close_it(cast: Cast) -> None:
    ticket = solved(cast)
    assert silent_tickets(THURSDAY - timedelta(minutes=1)) == []
    assert silent_tickets(THURSDAY) == [ticket]


def test_weekends_do_not_count(cast: Cast) -> None:
    friday = NOW + timedelta(days=4)
    ticket = solved(cast, friday)
    assert silent_tickets(friday + timedelta(days=4)) == []
    assert silent_tickets(friday + timedelta(days=5)) == [ticket]


def test_the_days_are_the_sites(cast: Cast) -> None:
    ticket = solved(cast)
    Site.objects.filter(pk=current_site().pk).update(close_after_days=1)
    forget_site()
    assert silent_tickets(NOW + timedelta(days=1)) == [ticket]


def test_it_closes_in_nobodys_name_and_the_customer_has_news(cast: Cast) -> None:
    ticket = close_silent(ticket=solved(cast), now=THURSDAY)
    assert (ticket.state.kind, ticket.is_open) == (StateKind.CLOSED, False)
    assert ticket.people.get(user=cast.marina).has_news


def test_an_answer_in_the_last_moment_keeps_it_open(cast: Cast) -> None:
    ticket = solved(cast)
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Ainda não.", key=uuid4(), now=THURSDAY)
    assert close_silent(ticket=ticket, now=THURSDAY).is_open
