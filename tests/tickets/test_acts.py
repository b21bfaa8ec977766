"""What agents do to one or many tickets in one go, and take back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone

from balcao.history.models import Event
from balcao.jobs.models import Job
from balcao.lib.refused import Refused
from balcao.notifications.models import Notification
from balcao.tickets.acts.perform import AT_ONCE, act_on, may_undo, outcome, undo_act
from balcao.tickets.acts.steps import say_steps
from balcao.tickets.models import Act, Message, StateKind, Ticket
from tests.cast import NOW, Cast
from tests.tickets.helpers import fresh, with_news


def act(cast: Cast, tickets: list[Ticket], *steps: dict[str, object], now: datetime = NOW) -> Act:
    return act_on(tickets=tickets, steps=list(steps), by=cast.ana, key=uuid4(), clock=lambda: now)


def picture(ticket: Ticket) -> tuple[object, ...]:
    now = fresh(ticket)
    tags = sorted(now.tags.values_list("tag__name", flat=True))
    return now.state.slug, now.queue.slug, now.owner_id, now.priority, now.snoozed_until, now.due_at, now.is_open, tags


STEPS: list[dict[str, object]] = [
    {"do": "assign", "to": "me"},
    {"do": "queue", "queue": "fiscal"},
    {"do": "priority", "priority": 5},
    {"do": "tag", "names": ["urgente", "SEFAZ"]},
    {"do": "snooze", "until": (NOW + timedelta(days=1)).isoformat()},
    {"do": "close"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=[str(step["do"]) for step in STEPS])
def test_each_step_is_taken_back_as_it_was(cast: Cast, step: dict[str, object]) -> None:
    ticket = cast.ticket()
    before = picture(ticket)
    done = act(cast, [ticket], step)
    assert outcome(done) == {"total": 1, "done": 1, "waiting": 0, "problems": []}
    assert picture(ticket) != before
    assert may_undo(Act.objects.get(pk=done.pk), NOW + timedelta(seconds=9))
    assert undo_act(act=done, by=cast.ana, now=NOW + timedelta(seconds=9)) == 1
    assert picture(ticket) == before


def test_nobody_hears_of_what_was_taken_back(cast: Cast, run_jobs: Callable[[], int]) -> None:
    ticket = cast.ticket()
    run_jobs()
    heard = set(Notification.objects.values_list("pk", flat=True))
    done = act(cast, [ticket], {"do": "close"})
    assert with_news(ticket) == {"marina"}
    undo_act(act=done, by=cast.ana, now=NOW + timedelta(seconds=5))
    run_jobs()
    assert set(Notification.objects.values_list("pk", flat=True)) == heard
    assert with_news(ticket) == set()


def test_what_is_kept_is_told_once(cast: Cast, run_jobs: Callable[[], int]) -> None:
    ticket = cast.ticket()
    run_jobs()
    act(cast, [ticket], {"do": "close"}, now=timezone.now())
    run_jobs()
    assert not Notification.objects.filter(ticket=ticket, kind="closed").exists()
    Job.objects.filter(status="ready").update(run_after=F("enqueued_at"))
    run_jobs()
    told = Notification.objects.filter(ticket=ticket, kind="closed").values_list("user__username", flat=True)
    assert list(told) == ["marina"]


def test_taking_back_is_for_ten_seconds_once_and_for_whoever_did_it(cast: Cast) -> None:
    ticket = cast.ticket()
    done = act(cast, [ticket], {"do": "priority", "priority": 1})
    for by, seconds in ((cast.bia, 1), (cast.ana, 16)):
        with pytest.raises(Refused):
            undo_act(act=done, by=by, now=NOW + timedelta(seconds=seconds))
    undo_act(act=done, by=cast.ana, now=NOW + timedelta(seconds=1))
    with pytest.raises(Refused):
        undo_act(act=done, by=cast.ana, now=NOW + timedelta(seconds=2))


def test_a_ticket_that_changed_since_stays_as_it_is(cast: Cast) -> None:
    ticket, other = cast.ticket(), cast.ticket(subject="Outra nota")
    done = act(cast, [ticket, other], {"do": "priority", "priority": 1})
    act(cast, [ticket], {"do": "queue", "queue": "fiscal"})
    assert undo_act(act=done, by=cast.ana, now=NOW + timedelta(seconds=3)) == 1
    assert (fresh(ticket).priority, fresh(other).priority) == (1, 3)


def test_many_tickets_are_left_to_a_worker_and_none_is_done_twice(cast: Cast, run_jobs: Callable[[], int]) -> None:
    tickets = [cast.ticket(subject=f"Nota {number} rejeitada") for number in range(AT_ONCE + 2)]
    key = uuid4()
    for _again in range(2):
        done = act_on(
            tickets=tickets,
            steps=[{"do": "note", "texts": {"pt-br": "Visto."}}],
            by=cast.ana,
            key=key,
            clock=lambda: NOW,
        )
    assert outcome(done)["waiting"] == len(tickets)
    run_jobs()
    assert outcome(done) == {"total": len(tickets), "done": len(tickets), "waiting": 0, "problems": []}
    assert Message.objects.filter(kind="note", body_text="Visto.").count() == len(tickets)


def test_what_may_not_be_done_is_refused_for_that_ticket_alone(cast: Cast) -> None:
    mine, foreign = cast.ticket(), cast.ticket(subject="Do financeiro")
    Ticket.objects.filter(pk=foreign.pk).update(queue=cast.other_queue)
    for step in ({"do": "priority", "priority": 4}, {"do": "queue", "queue": "fiscal"}):
        done = act_on(tickets=[mine, foreign], steps=[step], by=cast.bia, key=uuid4(), clock=lambda: NOW)
        found = outcome(done)
        assert found["done"] == 1
        assert [number for number, _problem in found["problems"]] == [mine.number]
    readers = act_on(tickets=[mine], steps=[{"do": "assign", "to": None}], by=cast.caio, key=uuid4(), clock=lambda: NOW)
    assert outcome(readers)["done"] == 0


def test_an_act_that_wrote_to_people_is_not_taken_back(cast: Cast) -> None:
    done = act(cast, [cast.ticket()], {"do": "reply", "texts": {"pt-br": "Olá, {requester.first_name}."}})
    assert Message.objects.filter(body_text="Olá, Marina.").count() == 1
    assert not may_undo(Act.objects.get(pk=done.pk), NOW)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        "close",
        [{"do": "explode"}],
        [{"do": "priority", "priority": 9}],
        [{"do": "priority", "priority": []}],
        [{"do": "queue", "queue": "nenhuma"}],
        [{"do": "state", "state": None}],
        [{"do": "assign", "to": 99_999}],
        [{"do": "assign", "to": "root"}],
        [{"do": "snooze", "until": "amanhã"}],
        [{"do": "snooze", "until": "2026-12-01T10:00:00"}],
        [{"do": "tag", "names": []}],
        [{"do": "tag", "names": "urgente"}],
        [{"do": "reply", "texts": {"pt-br": " "}}],
        [{"do": "close", "reason": "bored"}],
        [{"do": "unsnooze"}] * 13,
        ["close"],
    ],
)
def test_steps_that_cannot_be_meant_change_nothing(cast: Cast, steps: object) -> None:
    ticket = cast.ticket()
    count = Event.objects.count()
    with pytest.raises(Refused):
        act_on(tickets=[ticket], steps=steps, by=cast.ana, key=uuid4(), clock=lambda: NOW)
    assert Event.objects.count() == count
    assert not Act.objects.exists()


def test_a_macro_says_what_it_would_do(cast: Cast) -> None:
    said = say_steps(
        [*STEPS, {"do": "state", "state": "aguardando-cliente"}, {"do": "untag", "names": ["a"]}], cast.ana
    )
    assert len(said) == len(STEPS) + 2
    assert "Ana Ribeiro" in said[0]
    assert "Fiscal" in said[1]


def test_a_closed_ticket_taken_back_is_open_again_with_its_promise(cast: Cast) -> None:
    ticket = cast.ticket()
    before = fresh(ticket)
    done = act(cast, [ticket], {"do": "close", "reason": "not_needed"})
    assert fresh(ticket).state.kind == StateKind.CANCELLED
    undo_act(act=done, by=cast.ana, now=NOW)
    after = fresh(ticket)
    assert (after.state.kind, after.closed_at, after.due_at) == (StateKind.NEW, None, before.due_at)
