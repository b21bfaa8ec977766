"""Runs one claimed job, outside any transaction, and records how it ended."""

import logging
from contextvars import ContextVar
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone, translation
from django_tasks.base import TaskContext

from balcao.jobs import claim
from balcao.jobs.backend import result_of
from balcao.jobs.claim import Lease
from balcao.jobs.models import Job
from balcao.jobs.retry import GiveUp, delay, describe
from balcao.jobs.tasks import UnknownTask, call, find_task

log = logging.getLogger("balcao.jobs")
_current: ContextVar[Lease | None] = ContextVar("balcao_job", default=None)


class LeaseLost(RuntimeError):
    """Another worker runs this job now: what was done since must not be committed."""


def settle() -> None:
    """Mark the running job done inside its own transaction, so that its effect and its end commit together.

    For effects that must happen exactly once and have no unique row of their own. Raises LeaseLost when the job was
    given to another worker meanwhile; let it pass, so that the transaction is rolled back.
    """
    lease = _current.get()
    if lease is None or not connection.in_atomic_block:
        raise RuntimeError("settle() is called by a running job, inside a transaction")
    if not claim.finish(lease, now=timezone.now()):
        raise LeaseLost(lease.job_id)


def run(lease: Lease) -> bool:
    """Run the job and store its end; True when it succeeded. Whatever the job raises stays inside."""
    job = Job.objects.get(pk=lease.job_id)
    mark = _current.set(lease)
    try:
        task = find_task(job.task)
        context = TaskContext(task_result=result_of(job, task)) if task.takes_context else None
        # No job inherits the language or the zone of the one before it in this thread.
        with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
            call(task, context, job.args, job.kwargs)
    except LeaseLost:
        log.warning("Job %s (%s) went to another worker before it ended", job.pk, job.task)
        return False
    except (Exception, SystemExit) as error:
        if not connection.in_atomic_block:
            close_old_connections()  # the failure may have been the connection's own
        _failed(lease, job, error)
        return False
    finally:
        _current.reset(mark)
    _succeeded(lease, job)
    return True


def _succeeded(lease: Lease, job: Job) -> None:
    if not claim.finish(lease, now=timezone.now()) and not Job.objects.filter(pk=job.pk, status="done").exists():
        log.warning("Job %s (%s) outlived its lease and is being run again", job.pk, job.task)


def _failed(lease: Lease, job: Job, error: BaseException) -> None:
    now = timezone.now()
    is_last = isinstance(error, (GiveUp, UnknownTask)) or job.attempts >= job.max_attempts
    if is_last:
        log.error("Job %s (%s) is dead after %s attempts: %s", job.pk, job.task, job.attempts, error)
        claim.bury(lease, now=now, error=describe(error))
        return
    wait: timedelta = delay(job.attempts)
    log.warning("Job %s (%s) failed, again in %.0f s: %s", job.pk, job.task, wait.total_seconds(), error)
    claim.put_back(lease, run_after=now + wait, error=describe(error))
