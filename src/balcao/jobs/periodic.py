"""Work that comes back: each slot of time becomes one job, however many workers there are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from balcao.jobs.models import Job
from balcao.jobs.tasks import JobTask

T = TypeVar("T")
LONGEST_EVERY = timedelta(days=7)
"""Done jobs are kept as long: a slot's key must not be forgotten before the slot is over."""


@dataclass(frozen=True)
class Schedule:
    """Either `every` so often, counted from 1970 in UTC, or daily `at` a time of the site's default zone."""

    every: timedelta | None = None
    at: time | None = None

    def slot(self, now: datetime) -> datetime:
        """The start of the slot in which `now` lies; a slot that was missed is not made up for, except the current."""
        if self.every is not None:
            seconds = self.every.total_seconds()
            return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=UTC)
        zone = timezone.get_default_timezone()
        here = now.astimezone(zone)
        start = datetime.combine(here.date(), self.at or time(), tzinfo=zone)
        if start > here:
            start = datetime.combine(here.date() - timedelta(days=1), self.at or time(), tzinfo=zone)
        return start.astimezone(UTC)


_schedules: dict[str, tuple[JobTask[[], Any], Schedule]] = {}
_started: dict[str, datetime] = {}
_lock = threading.Lock()


def periodic(*, every: timedelta | None = None, at: time | None = None) -> Callable[[T], T]:
    """Put over `@task()`: the task, which takes no arguments, runs once in each slot.

    Raises ValueError unless exactly one of `every` (1 s to 7 days) and `at` is given.
    """
    if (every is None) == (at is None):
        raise ValueError("periodic() takes either every= or at=")
    if every is not None and not timedelta(seconds=1) <= every <= LONGEST_EVERY:
        raise ValueError("periodic(every=…) must lie between one second and seven days")

    def register(task: T) -> T:
        if not isinstance(task, JobTask):
            raise TypeError("periodic() stands over @task()")
        _schedules[task.module_path] = (task, Schedule(every=every, at=at))
        return task

    return register


def start_due_slots(*, now: datetime) -> int:
    """Make the jobs of slots that have begun and that nobody has made yet; answers how many were tried."""
    with _lock:
        due = {
            path: (task, slot)
            for path, (task, schedule) in _schedules.items()
            if _started.get(path) != (slot := schedule.slot(now))
        }
    if not due:
        return 0
    # The unique key makes it one job: whoever comes second inserts nothing.
    Job.objects.bulk_create([_job(task, slot, now) for task, slot in due.values()], ignore_conflicts=True)
    with _lock:
        _started.update({path: slot for path, (_task, slot) in due.items()})
    return len(due)


def _job(task: JobTask[[], Any], slot: datetime, now: datetime) -> Job:
    return Job(
        task=task.module_path,
        queue_name=task.queue_name,
        priority=task.priority,
        run_after=now,
        max_attempts=task.max_attempts,
        enqueued_at=now,
        key=f"{task.module_path}@{slot:%Y-%m-%dT%H:%M:%SZ}",
    )
