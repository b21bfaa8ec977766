"""An event lives and dies with the transaction that made it, and so do the jobs that follow from it."""

import pytest
from django.core.checks import run_checks
from django.db import transaction
from pytest_django import Settings

from balcao.history.models import Event
from balcao.history.record import NotInTransaction, record
from balcao.jobs.models import Job
from tests.cast import NOW


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        record("ticket.replied", now=NOW)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_event_leaves_no_job() -> None:
    with transaction.atomic():
        record("ticket.replied", now=NOW, ticket_id=1)
        transaction.set_rollback(True)
    assert (Event.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_each_listener_of_an_event_gets_a_job(settings: Settings) -> None:
    settings.BALCAO_LISTENERS = {"a.b": ["balcao.search.listeners.index_ticket", "balcao.tickets.numbers"]}
    event = record("a.b", now=NOW)
    assert sorted(job.args[1] for job in Job.objects.all()) == settings.BALCAO_LISTENERS["a.b"]
    assert {job.args[0] for job in Job.objects.all()} == {event.pk}
    record("nobody.listens", now=NOW)
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_what_follows_carries_the_first_event_as_its_root() -> None:
    first = record("ticket.replied", now=NOW)
    second = record("ticket.state_changed", now=NOW, root=first)
    third = record("ticket.moved", now=NOW, root=second)
    assert (first.root, second.root, third.root) == (None, first, first)


def test_a_listener_that_does_not_exist_is_found_at_start(settings: Settings) -> None:
    settings.BALCAO_LISTENERS = {"ticket.replied": ["balcao.notifications.nowhere.tell"]}
    assert "balcao.E001" in {problem.id for problem in run_checks()}
