"""The business day before silence closes a solved ticket, people are told so, once."""

from datetime import timedelta

from balcao.history.models import Event
from balcao.site.current import current_site, forget_site
from balcao.site.models import Site
from balcao.tickets.actions.announce_closing import announce_closing
from balcao.tickets.models import StateKind
from balcao.tickets.silence import about_to_close, closes_at
from tests.cast import NOW, Cast
from tests.tickets.helpers import fresh, say

DAY = timedelta(days=1)


def announce(now_days: float) -> int:
    now = NOW + now_days * DAY
    return sum(announce_closing(ticket=ticket, now=now) for ticket in about_to_close(now))


def test_it_is_said_once_on_the_last_of_three_business_days(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW, state=cast.state(StateKind.RESOLVED))
    assert closes_at(fresh(ticket)) == NOW + 3 * DAY
    assert [announce(days) for days in (0, 1, 1.9, 2, 2.5, 2.9, 3.1)] == [0, 0, 0, 1, 0, 0, 0]
    assert Event.objects.filter(kind="ticket.closing_soon", ticket_id=ticket.pk, is_public=False).count() == 1


def test_solved_anew_it_is_said_anew(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW, state=cast.state(StateKind.RESOLVED))
    assert announce(2.1) == 1
    say(ticket, cast.marina, now=NOW + 2.2 * DAY)
    assert announce(2.3) == 0
    assert closes_at(fresh(ticket)) is None
    say(ticket, cast.ana, now=NOW + 2.4 * DAY, state=cast.state(StateKind.RESOLVED))
    assert announce(2.5) == 0
    # From Wednesday evening on three business days end on Monday: told on Friday.
    assert [announce(days) for days in (4.5, 4.6)] == [1, 0]


def test_a_site_that_closes_within_a_day_says_it_with_the_solution(cast: Cast) -> None:
    current_site()
    Site.objects.update(close_after_days=1)
    forget_site()
    say(cast.ticket(), cast.ana, now=NOW, state=cast.state(StateKind.RESOLVED))
    assert [announce(days) for days in (0, 0.5, 0.9)] == [0, 0, 0]
    forget_site()
