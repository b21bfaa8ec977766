"""A job that fails is tried again, later and later, until it is put where people see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from balcao.jobs import queries
from balcao.jobs.jobs import forget
from balcao.jobs.models import Job, Status, WorkerSeen
from balcao.jobs.retry import delay, retry_dead
from balcao.jobs.worker import run_due
from tests.jobs import work

pytestmark = pytest.mark.django_db


def test_a_poisonous_job_is_dead_after_its_last_attempt_and_says_why(tmp_path: Path) -> None:
    work.poison.enqueue(str(tmp_path / "log"))
    for hour in range(6):
        run_due(now=timezone.now() + timedelta(hours=hour))
    job = Job.objects.get()
    assert (job.status, job.attempts) == (Status.DEAD, 3)
    assert job.last_error.endswith("ValueError: always wrong\ufffd")
    assert work.notes(tmp_path / "log") == ["tried"] * 3
    assert list(queries.dead_jobs()) == [job]


def test_a_failure_waits_before_the_next_attempt(tmp_path: Path) -> None:
    work.write_attempt.enqueue(str(tmp_path / "log"))
    assert run_due() == 1
    job = Job.objects.get()
    assert job.status == Status.READY
    assert timedelta(seconds=2) < job.run_after - timezone.now() < timedelta(seconds=6)
    assert run_due() == 0
    assert run_due(now=timezone.now() + timedelta(hours=1)) == 2
    assert work.notes(tmp_path / "log") == ["1", "2", "3"]
    assert Job.objects.get().last_error == ""


def test_a_job_that_no_retry_can_help_is_dead_at_once() -> None:
    work.hopeless.enqueue()
    assert run_due() == 1
    assert Job.objects.get().status == Status.DEAD


def test_a_job_whose_task_was_removed_is_dead_at_once_and_not_in_the_way(tmp_path: Path) -> None:
    work.write.enqueue(str(tmp_path / "log"), "x")
    Job.objects.update(task="balcao.gone.work")
    work.write.enqueue(str(tmp_path / "log"), "y")
    assert run_due() == 2
    assert queries.counts_by_status() == {"ready": 0, "running": 0, "done": 1, "dead": 1}
    assert "UnknownTask: balcao.gone.work" in queries.dead_jobs()[0].last_error


def test_a_job_that_tries_to_end_the_process_has_failed() -> None:
    work.leave.enqueue()
    assert run_due() == 1
    assert Job.objects.get().last_error.endswith("SystemExit: 3")


def test_a_job_starts_in_the_sites_language_whatever_the_one_before_did(tmp_path: Path) -> None:
    for _ in range(2):
        work.write_language_and_leave_another.enqueue(str(tmp_path / "log"))
    assert run_due() == 2
    assert work.notes(tmp_path / "log") == ["pt-br", "pt-br"]


def test_a_task_path_that_is_no_task_is_not_called() -> None:
    now = timezone.now()
    Job.objects.create(task="os.getpid", run_after=now, enqueued_at=now, max_attempts=5)
    assert run_due() == 1
    assert Job.objects.get().status == Status.DEAD


def test_a_dead_job_can_be_tried_again_from_the_start_but_only_once(tmp_path: Path) -> None:
    work.hopeless.enqueue()
    run_due()
    job = Job.objects.get()
    assert retry_dead(job)
    assert not retry_dead(job)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.READY, 0)


def test_waiting_doubles_up_to_an_hour() -> None:
    for attempt, seconds in [(1, 4), (2, 8), (5, 64), (10, 2048), (11, 3600), (500, 3600)]:
        assert seconds * 0.75 <= delay(attempt).total_seconds() <= seconds * 1.25


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_never(now: datetime, tmp_path: Path) -> None:
    for word in ("old", "new"):
        work.write.enqueue(str(tmp_path / "log"), word)
    work.hopeless.enqueue()
    run_due()
    old, new, dead = Job.objects.order_by("id")
    Job.objects.filter(pk__in=[old.pk, dead.pk]).update(finished_at=now - timedelta(days=8))
    Job.objects.filter(pk=new.pk).update(finished_at=now - timedelta(days=6))
    WorkerSeen.objects.create(name="vanished", started_at=now, seen_at=now - timedelta(days=2))
    assert forget(now=now) == 1
    assert list(Job.objects.order_by("id")) == [new, dead]
    assert not WorkerSeen.objects.exists()


def test_the_oldest_waiting_job_is_known(now: datetime) -> None:
    assert queries.oldest_waiting(now=now) is None
    work.hopeless.using(run_after=now - timedelta(minutes=3)).enqueue()
    work.hopeless.using(run_after=now + timedelta(minutes=3)).enqueue()
    assert queries.oldest_waiting(now=now) == timedelta(minutes=3)
