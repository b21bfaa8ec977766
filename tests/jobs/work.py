"""Tasks for the tests of jobs. What they did can be read in the file that they are given, one word a line."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks import task
from django_tasks.base import TaskContext

from balcao.jobs.models import WorkerSeen
from balcao.jobs.periodic import periodic
from balcao.jobs.retry import GiveUp
from balcao.jobs.run import settle


def note(path: str, word: str) -> None:
    """One line, whole, whoever else writes at the same time."""
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


def notes(path: Path | str) -> list[str]:
    return Path(path).read_text().split() if Path(path).exists() else []


@task()
def write(path: str, word: str) -> None:
    note(path, word)


@task(priority=50)
def write_urgently(path: str, word: str) -> None:
    note(path, word)


@task(queue_name="mail")
def write_mail(path: str, word: str) -> None:
    note(path, word)


@task()
def write_whether_in_transaction(path: str) -> None:
    note(path, "inside" if connection.in_atomic_block else "outside")


@task(takes_context=True)
def write_attempt(context: TaskContext, path: str) -> None:
    note(path, str(context.attempt))
    if context.attempt < 3:
        raise ValueError("not yet")


@task(max_attempts=3)
def poison(path: str) -> None:
    note(path, "tried")
    raise ValueError("always wrong\x00")


@task()
def hopeless() -> None:
    raise GiveUp("the mailbox does not exist")


@task()
def leave() -> None:
    raise SystemExit(3)


@task()
def write_language_and_leave_another(path: str) -> None:
    note(path, translation.get_language())
    translation.activate("es")


@task()
def take_long(path: str, seconds: float) -> None:
    note(path, "began")
    time.sleep(seconds)
    note(path, "ended")


@task()
def die_the_first_time(path: str) -> None:
    """Kills its own process, as the kernel would when memory is short."""
    note(path, "began")
    if notes(path).count("began") == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    note(path, "ended")


@task(max_attempts=2)
def die_each_time(path: str) -> None:
    note(path, "began")
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def settle_after(path: str, seconds: float) -> None:
    """One row, exactly once, though the first run outlives its lease."""
    is_first = not notes(path)
    note(path, "began")
    if is_first:
        time.sleep(seconds)
    with transaction.atomic():
        now = timezone.now()
        WorkerSeen.objects.create(name=f"effect {time.monotonic_ns()}", started_at=now, seen_at=now)
        settle()


@periodic(every=timedelta(hours=1))
@task()
def every_hour() -> None:
    """Does nothing; its slots are counted."""
