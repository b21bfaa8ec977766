"""The standard Tasks API over our table: `enqueue` is one INSERT in the caller's transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from balcao.jobs import wake
from balcao.jobs.models import Job, Status
from balcao.jobs.tasks import MAX_ATTEMPTS, JobTask, find_task

STATUSES = {
    Status.READY: TaskResultStatus.READY,
    Status.RUNNING: TaskResultStatus.RUNNING,
    Status.DONE: TaskResultStatus.SUCCESSFUL,
    Status.DEAD: TaskResultStatus.FAILED,
}


class JobsBackend(BaseTaskBackend):
    """Keeps jobs in the product's own database; results are read back from any process."""

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Store the job; it exists if and only if the surrounding transaction commits. `now` is read once, here."""
        self.validate_task(task)
        now = timezone.now()
        job = Job.objects.create(
            task=task.module_path,
            args=normalize_json(args),
            kwargs=normalize_json(kwargs),
            queue_name=task.queue_name,
            priority=task.priority,
            run_after=task.run_after or now,
            max_attempts=task.max_attempts if isinstance(task, JobTask) else MAX_ATTEMPTS,
            enqueued_at=now,
        )
        transaction.on_commit(wake.notify)
        return result_of(job, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """The job as the standard API shows it; raises TaskResultDoesNotExist."""
        job = Job.objects.filter(pk=result_id).first() if result_id.isascii() and result_id.isdigit() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, find_task(job.task))


def result_of(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    """One row in the words of the standard API.

    A return value is not kept: what a job has to say it writes where people look.
    """
    path = job.last_error.strip().rsplit("\n", 1)[-1].partition(":")[0]
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUSES[Status(job.status)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        last_attempted_at=job.started_at,
        finished_at=job.finished_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=path, traceback=job.last_error)] if job.last_error else [],
        worker_ids=[job.worker] * job.attempts,
    )
