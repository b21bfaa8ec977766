"""A job exists if and only if its cause was committed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from balcao.jobs.models import READY, Job
from balcao.jobs.worker import run_due
from tests.jobs import work


class ChangedMyMind(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_a_job_rolled_back_with_its_cause_never_was(tmp_path: Path) -> None:
    with suppress(ChangedMyMind), transaction.atomic():
        work.write.enqueue(str(tmp_path / "log"), "a")
        raise ChangedMyMind
    assert not Job.objects.exists()
    assert run_due() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_outside_any_transaction(tmp_path: Path) -> None:
    with transaction.atomic():
        work.write_whether_in_transaction.enqueue(str(tmp_path / "log"))
    assert run_due() == 1
    assert work.notes(tmp_path / "log") == ["outside"]


def test_urgent_jobs_run_first_and_then_the_oldest(run_jobs: Callable[[], int], tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    work.write.enqueue(log, "first")
    work.write.enqueue(log, "second")
    work.write_urgently.enqueue(log, "urgent")
    work.write_mail.enqueue(log, "mail")
    assert run_jobs() == 4
    assert work.notes(log) == ["urgent", "first", "second", "mail"]


@pytest.mark.django_db
def test_a_job_waits_for_its_time_and_its_queue(tmp_path: Path) -> None:
    log, now = str(tmp_path / "log"), timezone.now()
    work.write.using(run_after=now + timedelta(hours=1)).enqueue(log, "later")
    work.write_mail.enqueue(log, "mail")
    assert run_due(queues=["default"]) == 0
    assert run_due(queues=["mail"]) == 1
    assert run_due(now=now + timedelta(minutes=59)) == 0
    assert run_due(now=now + timedelta(minutes=61)) == 1
    assert work.notes(log) == ["mail", "later"]


@pytest.mark.django_db
def test_the_standard_interface_tells_how_a_job_ended(tmp_path: Path) -> None:
    good = work.write.enqueue(str(tmp_path / "log"), "x")
    bad = work.hopeless.enqueue()
    assert good.status == TaskResultStatus.READY
    run_due()
    good.refresh()
    bad.refresh()
    assert (good.status, good.attempts, good.errors) == (TaskResultStatus.SUCCESSFUL, 1, [])
    assert bad.status == TaskResultStatus.FAILED
    assert bad.errors[0].exception_class_path == "balcao.jobs.retry.GiveUp"
    assert "the mailbox does not exist" in bad.errors[0].traceback


@pytest.mark.django_db
@pytest.mark.parametrize("unknown", ["0", "4711", "", "x", "-1", "²"])
def test_an_unknown_result_is_said_to_be_unknown(unknown: str) -> None:
    with pytest.raises(TaskResultDoesNotExist):
        task_backends["default"].get_result(unknown)


@pytest.mark.django_db
def test_a_queue_that_no_worker_serves_is_refused() -> None:
    with pytest.raises(InvalidTaskError):
        work.write.using(queue_name="nowhere")


@pytest.mark.django_db
def test_looking_for_work_reads_the_index_of_ready_jobs() -> None:
    looked = Job.objects.filter(status=READY, queue_name__in=["default"], run_after__lte=timezone.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "job_ready" in looked.order_by("-priority", "run_after", "id").explain()
