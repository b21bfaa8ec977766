"""The next answer is owed from the customer's first message after the desk's last one: 2 business hours here."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from balcao.catalog.models import Calendar, Contract, Holiday, Promise, PromiseTarget
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.close import close
from balcao.tickets.actions.reckon_promises import reckon_again
from balcao.tickets.actions.reopen import reopen
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.actions.set_state import set_state
from balcao.tickets.jobs import reckon_promises
from balcao.tickets.models import Priority, StateKind, Ticket
from balcao.tickets.promises import Which, next_due, which_runs
from tests.cast import NOW, Cast
from tests.tickets.helpers import fresh, say

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def promised(cast: Cast) -> None:
    PromiseTarget.objects.update(next_response=120)
    PromiseTarget.objects.create(
        promise=Promise.objects.get(), priority=5, first_response=30, next_response=60, resolution=240
    )


@pytest.fixture
def answered(cast: Cast) -> Ticket:
    """Opened at 10:12, answered an hour later."""
    ticket = cast.ticket()
    say(ticket, cast.ana, now=NOW + HOUR)
    return fresh(ticket)


def owed(ticket: Ticket) -> tuple[datetime | None, datetime | None]:
    now = fresh(ticket)
    return now.answer_owed_since, now.next_response_due_at


def test_what_a_customer_adds_before_the_first_answer_starts_nothing(cast: Cast) -> None:
    ticket = cast.ticket()
    say(ticket, cast.marina, now=NOW + HOUR)
    assert owed(ticket) == (None, None)
    assert which_runs(fresh(ticket)) == Which.FIRST


def test_the_first_message_after_an_answer_starts_it_and_the_next_answer_ends_it(cast: Cast, answered: Ticket) -> None:
    assert owed(answered) == (None, None)
    say(answered, cast.marina, now=NOW + 2 * HOUR)
    say(answered, cast.marina, now=NOW + 3 * HOUR)
    assert owed(answered) == (NOW + 2 * HOUR, NOW + 4 * HOUR)
    assert (next_due(fresh(answered)), which_runs(fresh(answered))) == (NOW + 4 * HOUR, Which.NEXT)
    add_note(ticket=answered, by=cast.ana, body="Vejo.", key=uuid4(), now=NOW + 3 * HOUR)
    assert owed(answered)[1] == NOW + 4 * HOUR
    say(answered, cast.ana, now=NOW + 3 * HOUR)
    assert owed(answered) == (None, None)
    assert which_runs(fresh(answered)) == Which.RESOLUTION
    say(answered, cast.marina, now=NOW + 5 * HOUR)
    assert owed(answered)[1] == NOW + 7 * HOUR


def test_it_stands_while_the_customer_has_the_turn(cast: Cast, answered: Ticket) -> None:
    say(answered, cast.marina, now=NOW + 2 * HOUR)
    set_state(ticket=answered, state=cast.state(StateKind.WAITING_CUSTOMER), by=cast.ana, now=NOW + 3 * HOUR)
    assert next_due(fresh(answered)) is None
    say(answered, cast.marina, now=NOW + 5 * HOUR)
    assert owed(answered) == (NOW + 2 * HOUR, NOW + 6 * HOUR)


def test_a_customer_who_reopens_is_owed_an_answer(cast: Cast, answered: Ticket) -> None:
    close(ticket=answered, by=cast.ana, as_desk=True, now=NOW + 2 * HOUR)
    reopen(ticket=answered, by=cast.marina, as_desk=False, now=NOW + 3 * HOUR)
    assert owed(answered) == (NOW + 3 * HOUR, NOW + 5 * HOUR)


def test_every_priority_has_its_own(cast: Cast, answered: Ticket) -> None:
    say(answered, cast.marina, now=NOW + 2 * HOUR)
    set_priority(ticket=answered, priority=Priority.URGENT, by=cast.ana, now=NOW + 2 * HOUR)
    assert fresh(answered).next_response_due_at == NOW + 3 * HOUR
    assert fresh(answered).resolution_due_at == NOW + 4 * HOUR


def test_a_changed_calendar_moves_what_was_promised_and_twice_is_once(cast: Cast, answered: Ticket) -> None:
    say(answered, cast.ana, now=NOW + 2 * HOUR, state=cast.state(StateKind.WAITING_CUSTOMER))
    say(answered, cast.marina, now=NOW + 3 * HOUR)
    before = fresh(answered).resolution_due_at
    assert before == datetime(2026, 11, 24, 20, 12, tzinfo=UTC)
    Holiday.objects.create(calendar=Calendar.objects.get(), on=date(2026, 11, 24), name="Feriado")
    reckon_promises.call(Calendar.objects.get().pk)
    assert fresh(answered).resolution_due_at == datetime(2026, 11, 25, 20, 12, tzinfo=UTC)
    assert fresh(answered).due_at == fresh(answered).next_response_due_at
    assert reckon_again(ticket=answered, now=NOW + 4 * HOUR) is False


def test_a_calendar_changed_in_the_administration_is_followed(
    cast: Cast, answered: Ticket, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    calendar = Calendar.objects.get()
    address = reverse("admin:catalog_calendar_change", args=[calendar.pk])
    page = client_for(cast.alice)
    shown = page.get(address).content.decode()
    form = dict(re.findall(r'name="(hours[^"]*)" value="([^"]*)"', shown))
    form |= {"name": calendar.name, "time_zone": calendar.time_zone, "is_default": "on", "has_national_holidays": "on"}
    form |= {"holidays-TOTAL_FORMS": "1", "holidays-INITIAL_FORMS": "0"}
    form |= {"holidays-0-on": "24/11/2026", "holidays-0-name": "Feriado"}
    assert page.post(address, form).status_code == 302
    run_jobs()
    assert fresh(answered).resolution_due_at == datetime(2026, 11, 25, 19, 12, tzinfo=UTC)


def test_the_chip_says_whose_promise_it_is_and_which_holiday_moved_it(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    Contract.objects.filter(pk=cast.contract.pk).update(promise=Promise.objects.get())
    friday = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # Thursday, 17:00; Friday the 20th is a holiday
    ticket = cast.ticket(now=friday)
    say(ticket, cast.ana, now=friday)
    page = client_for(cast.ana).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert (
        "Solução, prazo do contrato Acme Tecnologia: 16 h úteis, seg–sex, 8h–18h (Brasília). 20/11 não contou: "
    ) in page
    assert "Consciência Negra" in page
