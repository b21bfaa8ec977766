"""Periodic work is done once a slot, however many workers look at the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from balcao.jobs import periodic
from balcao.jobs.models import Job
from balcao.jobs.periodic import Schedule, start_due_slots
from tests.jobs import work

PATH = work.every_hour.module_path


@pytest.fixture
def another_process(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Forget what this process has started, as a process knows nothing of what others have."""
    return lambda: monkeypatch.setattr(periodic, "_started", {})


@pytest.mark.django_db
def test_two_workers_make_one_job_of_a_slot(now: datetime, another_process: Callable[[], None]) -> None:
    another_process()
    start_due_slots(now=now)
    another_process()
    start_due_slots(now=now + timedelta(minutes=20))
    assert list(Job.objects.filter(task=PATH).values_list("key", flat=True)) == [f"{PATH}@2026-11-23T13:00:00Z"]
    start_due_slots(now=now + timedelta(minutes=48))
    assert Job.objects.filter(task=PATH).count() == 2


@pytest.mark.django_db
def test_a_slot_that_was_started_costs_no_query(
    now: datetime, another_process: Callable[[], None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    another_process()
    start_due_slots(now=now)
    with django_assert_num_queries(0):
        assert start_due_slots(now=now + timedelta(seconds=1)) == 0


def test_a_daily_time_is_the_sites_own(now: datetime) -> None:
    daily = Schedule(at=time(3, 40))
    assert daily.slot(now) == datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
    assert daily.slot(datetime(2026, 11, 23, 6, 39, tzinfo=UTC)) == datetime(2026, 11, 22, 6, 40, tzinfo=UTC)


def test_a_schedule_that_makes_no_sense_is_refused_at_start() -> None:
    for wrong in ({}, {"every": timedelta(hours=1), "at": time(3)}, {"every": timedelta(0)}, {"every": timedelta(8)}):
        with pytest.raises(ValueError, match="periodic"):
            periodic.periodic(**wrong)
