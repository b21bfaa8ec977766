"""The team is told before a promise runs out and when it did, each once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from balcao.catalog.models import Calendar, Promise, PromiseTarget
from balcao.history.models import Event
from balcao.mail.models import OutgoingMail
from balcao.notifications.bell import bell_of
from balcao.notifications.models import Kind, Notification, Reason
from balcao.notifications.words import title_of
from balcao.people.models import Team
from balcao.tickets.actions.assign import assign
from balcao.tickets.actions.close import close
from balcao.tickets.actions.escalate import escalate
from balcao.tickets.actions.set_priority import set_priority
from balcao.tickets.jobs import reckon_promises
from balcao.tickets.models import Priority, StateKind, Ticket
from tests.cast import NOW, Cast
from tests.tickets.helpers import fresh, say

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
FIRST, WARNED = NOW + 4 * HOUR, NOW + 3 * HOUR


def told(ticket: Ticket) -> list[tuple[str, str]]:
    events = Event.objects.filter(ticket_id=ticket.pk, kind__in=["promise.warned", "promise.breached"]).order_by("id")
    return [(event.kind, event.data["which"]) for event in events]


def test_a_promise_is_warned_of_at_its_last_fourth_and_told_when_broken(cast: Cast) -> None:
    ticket = cast.ticket()
    assert fresh(ticket).escalates_at == WARNED
    for now in (WARNED - timedelta(seconds=1), WARNED, WARNED + HOUR / 2, FIRST, FIRST, FIRST + HOUR):
        escalate(ticket=ticket, now=now)
    assert told(ticket) == [("promise.warned", "first_response"), ("promise.breached", "first_response")]
    due = fresh(ticket).resolution_due_at
    assert due is not None
    assert FIRST < (fresh(ticket).escalates_at or NOW) < due


def test_a_worker_that_was_away_tells_of_the_breach_alone(cast: Cast) -> None:
    ticket = cast.ticket()
    escalate(ticket=ticket, now=FIRST + HOUR)
    assert told(ticket) == [("promise.breached", "first_response")]


def test_what_was_kept_paused_or_closed_is_not_told_of(cast: Cast) -> None:
    kept, paused, closed = cast.ticket(), cast.ticket(), cast.ticket()
    say(kept, cast.ana, now=NOW + HOUR)
    say(paused, cast.ana, now=NOW + HOUR, state=cast.state(StateKind.WAITING_CUSTOMER))
    close(ticket=closed, by=cast.ana, as_desk=True, now=NOW + HOUR)
    for ticket in (kept, paused, closed):
        assert escalate(ticket=ticket, now=FIRST) == []
    assert (fresh(paused).escalates_at, fresh(closed).escalates_at) == (None, None)


def test_a_pause_after_the_warning_brings_no_second_one(cast: Cast) -> None:
    PromiseTarget.objects.update(first_response=None)
    ticket = cast.ticket()
    warned = fresh(ticket).escalates_at
    assert warned is not None
    escalate(ticket=ticket, now=warned)
    say(ticket, cast.ana, now=warned, state=cast.state(StateKind.WAITING_CUSTOMER))
    say(ticket, cast.marina, now=warned + timedelta(days=2))
    due = fresh(ticket).resolution_due_at
    assert due is not None
    escalate(ticket=ticket, now=due - timedelta(minutes=1))
    escalate(ticket=ticket, now=due)
    assert told(ticket) == [("promise.warned", "resolution"), ("promise.breached", "resolution")]


def test_a_promise_that_was_broken_and_given_more_time_is_told_of_anew(cast: Cast) -> None:
    ticket = cast.ticket()
    PromiseTarget.objects.create(promise=Promise.objects.get(), priority=1, first_response=480, resolution=960)
    escalate(ticket=ticket, now=FIRST)
    set_priority(ticket=ticket, priority=Priority.LOWEST, by=cast.ana, now=FIRST)
    again = fresh(ticket).first_response_due_at
    assert again is not None
    escalate(ticket=ticket, now=again)
    assert told(ticket) == [("promise.breached", "first_response")] * 2


def test_the_agent_of_the_ticket_hears_of_it_at_the_desk_and_nobody_else(
    cast: Cast, run_jobs: Callable[[], int]
) -> None:
    ticket = cast.ticket()
    assign(ticket=ticket, to=cast.ana, by=cast.ana, now=NOW)
    run_jobs()
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    escalate(ticket=ticket, now=WARNED)
    escalate(ticket=ticket, now=FIRST)
    run_jobs()
    run_jobs()
    notices = Notification.objects.order_by("id").values_list("user", "kind", "reason")
    assert list(notices) == [
        (cast.ana.pk, Kind.DUE_SOON, Reason.OWNER),
        (cast.ana.pk, Kind.OVERDUE, Reason.OWNER),
    ]
    assert title_of(bell_of(cast.ana, None).items[0], cast.ana) == "Primeira resposta: passou do prazo"
    assert not OutgoingMail.objects.exists()


def test_while_nobody_takes_care_everybody_who_answers_in_the_queue_hears(
    cast: Cast, run_jobs: Callable[[], int]
) -> None:
    ticket = cast.ticket()
    run_jobs()
    Notification.objects.all().delete()
    Team.objects.get(name="Atendimento").members.add(cast.bia)
    escalate(ticket=ticket, now=FIRST)
    run_jobs()
    told_to = set(Notification.objects.filter(kind=Kind.OVERDUE, reason=Reason.TEAM).values_list("user_id", flat=True))
    assert told_to == {cast.ana.pk, cast.bia.pk}


def test_a_longer_day_brings_the_warning_earlier(cast: Cast) -> None:
    ticket = cast.ticket(now=NOW + 6 * HOUR)  # 16:12; the first answer is due at 10:12 tomorrow
    calendar = Calendar.objects.get()
    hours = {day: [["08:00", "22:00"]] for day in calendar.hours}
    Calendar.objects.filter(pk=calendar.pk).update(hours=hours)
    reckon_promises.call(calendar.pk)
    assert fresh(ticket).first_response_due_at == NOW + 10 * HOUR
    assert fresh(ticket).escalates_at == NOW + 9 * HOUR


def test_the_job_tells_of_what_has_come(cast: Cast, run_jobs: Callable[[], int]) -> None:
    from balcao.tickets.jobs import escalate_promises

    past = datetime.now(tz=NOW.tzinfo) - timedelta(days=20)
    ticket = cast.ticket(now=past)
    escalate_promises.call()
    escalate_promises.call()
    assert {kind for kind, _which in told(ticket)} == {"promise.breached"}
    assert len(told(ticket)) == len(set(told(ticket)))
