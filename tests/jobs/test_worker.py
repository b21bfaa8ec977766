"""Real workers: what they do when they are killed, slow, many, or asked to end."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.utils import timezone

from balcao.jobs import claim
from balcao.jobs.crew import Crew
from balcao.jobs.models import Job, Status, WorkerSeen
from balcao.jobs.run import run, settle
from tests.jobs import work
from tests.jobs.conftest import Start, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def asked() -> QuerySet[Job]:
    """The jobs that a test asked for: real workers start their own periodic work beside them."""
    return Job.objects.filter(key__isnull=True)


def run_and_hang_up(lease: claim.Lease) -> None:
    run(lease)
    connections.close_all()


def count(status: Status) -> int:
    return asked().filter(status=status).count()


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_is_run_again_and_finished_once(start_worker: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    work.die_the_first_time.enqueue(str(log))
    killed = start_worker("--lease", "1")
    assert killed.wait(timeout=20) == -signal.SIGKILL
    assert count(Status.RUNNING) == 1
    start_worker("--lease", "1")
    wait_until(lambda: count(Status.DONE))
    assert work.notes(log) == ["began", "began", "ended"]
    assert asked().get().attempts == 2


@pytest.mark.slow
def test_a_job_that_kills_its_worker_each_time_is_dead_in_the_end(start_worker: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    work.die_each_time.enqueue(str(log))
    for _attempt in range(2):
        assert start_worker("--lease", "1").wait(timeout=20) == -signal.SIGKILL
    start_worker("--lease", "1")
    wait_until(lambda: count(Status.DEAD))
    assert work.notes(log) == ["began", "began"]
    assert asked().get().last_error == claim.LOST_LEASE


@pytest.mark.slow
def test_two_workers_share_two_hundred_jobs_and_run_each_once(start_worker: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    for number in range(200):
        work.write.enqueue(str(log), str(number))
    first, second = start_worker(), start_worker("--threads", "2")
    wait_until(lambda: count(Status.DONE) == 200, seconds=60)
    assert Counter(work.notes(log)) == Counter(str(number) for number in range(200))
    assert set(asked().values_list("attempts", flat=True)) == {1}
    assert first.poll() is None
    assert second.poll() is None


@pytest.mark.slow
def test_a_worker_asked_to_end_finishes_the_job_in_hand_and_takes_no_other(start_worker: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    work.take_long.enqueue(str(log), 1.5)
    work.write.enqueue(str(log), "next")
    worker = start_worker()
    wait_until(lambda: work.notes(log) == ["began"])
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    assert work.notes(log) == ["began", "ended"]
    assert (count(Status.DONE), count(Status.READY)) == (1, 1)
    assert not WorkerSeen.objects.exists()


def test_a_slow_job_keeps_its_lease_as_long_as_its_worker_lives(tmp_path: Path) -> None:
    log = tmp_path / "log"
    work.take_long.enqueue(str(log), 2)
    crews = [Crew(lease=timedelta(seconds=0.6)) for _ in range(2)]
    for crew in crews:
        crew.start()
    wait_until(lambda: count(Status.DONE))
    assert [crew.stop(within=5) for crew in crews] == [True, True]
    assert work.notes(log) == ["began", "ended"]


def test_the_effect_of_a_job_that_outlived_its_lease_happens_once(tmp_path: Path) -> None:
    work.settle_after.enqueue(str(tmp_path / "log"), 0.5)
    now = timezone.now()
    lease = claim.claim(["default"], now=now, lease=timedelta(seconds=1))
    assert lease is not None
    slow = threading.Thread(target=run_and_hang_up, args=[lease])
    slow.start()
    wait_until(lambda: work.notes(tmp_path / "log") == ["began"])
    # Its worker went silent: the lease is over while the first run still goes on.
    assert claim.release_expired(now=now + timedelta(seconds=2)) == 1
    again = claim.claim(["default"], now=now + timedelta(seconds=2), lease=timedelta(seconds=60))
    assert again is not None
    assert run(again)
    slow.join()
    assert WorkerSeen.objects.filter(name__startswith="effect").count() == 1
    job = asked().get()
    assert (job.status, job.attempts) == (Status.DONE, 2)


def test_who_lost_the_lease_can_neither_finish_nor_bury_nor_put_back(tmp_path: Path) -> None:
    work.write.enqueue(str(tmp_path / "log"), "x")
    now = timezone.now()
    lost = claim.claim(["default"], now=now, lease=timedelta(seconds=1))
    assert lost is not None
    claim.release_expired(now=now + timedelta(seconds=2))
    assert not claim.finish(lost, now=now)
    assert not claim.bury(lost, now=now, error="x")
    assert not claim.put_back(lost, run_after=now, error="x")
    assert not claim.extend(lost, until=now)
    assert count(Status.READY) == 1


def test_settling_is_for_running_jobs_only() -> None:
    with pytest.raises(RuntimeError, match="running job"):
        settle()


def test_a_job_committed_in_this_process_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Who only looked from time to time would find it after a minute.
    for name in ("SHORTEST_WAIT", "LONGEST_WAIT"):
        monkeypatch.setattr(f"balcao.jobs.worker.{name}", 60.0)
    crew = Crew()
    crew.start()
    try:
        work.write.enqueue(str(tmp_path / "log"), "x")
        wait_until(lambda: work.notes(tmp_path / "log"))
    finally:
        assert crew.stop(within=5)
    assert connection.in_atomic_block is False


def test_a_worker_shows_that_it_is_alive_and_says_goodbye() -> None:
    crew = Crew()
    crew.start()
    wait_until(lambda: WorkerSeen.objects.filter(name=crew.name).exists())
    assert crew.stop(within=5)
    assert not WorkerSeen.objects.exists()
