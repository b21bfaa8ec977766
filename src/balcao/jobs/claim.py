"""Who runs a job: claiming, keeping and giving up its lease. Each function is one statement, and commits at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import F, Q

from balcao.jobs.models import READY, RUNNING, Job, Status

LOST_LEASE = "The worker stopped in the middle of this job."


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right to run one job until its time is over."""

    job_id: int
    token: uuid.UUID

    def row(self) -> "models.QuerySet[Job]":
        """The job, as long as it is ours."""
        return Job.objects.filter(pk=self.job_id, lease_token=self.token, status="running")


def claim(queues: Sequence[str], *, now: datetime, lease: timedelta, worker: str = "") -> Lease | None:
    """Take the most urgent job that is due, or None. Two workers never get the same one.

    SQLite lets one writer in at a time; on PostgreSQL rows that another worker is taking are stepped over.
    """
    # Looking first costs a read; an UPDATE that finds nothing would still take SQLite's write lock at each look.
    if not Job.objects.filter(status=READY, queue_name__in=queues, run_after__lte=now).exists():
        return None
    token = uuid.uuid4()
    sql = CLAIM.format(
        queues=", ".join(["%s"] * len(queues)),
        skip="FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else "",
    )
    stored = _stored("lease_until", now + lease), _stored("lease_token", token), worker, _stored("started_at", now)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*stored, *queues, _stored("run_after", now)])
        rows = cursor.fetchall()
    return Lease(job_id=rows[0][0], token=token) if rows else None


CLAIM = """
    UPDATE jobs_job
       SET status = 'running', attempts = attempts + 1, lease_until = %s, lease_token = %s, worker = %s, started_at = %s
     WHERE status = 'ready' AND id = (
           SELECT id FROM jobs_job
            WHERE status = 'ready' AND queue_name IN ({queues}) AND run_after <= %s
            ORDER BY priority DESC, run_after, id LIMIT 1 {skip})
    RETURNING id
"""


def _stored(field: str, value: Any) -> Any:
    column = Job._meta.get_field(field)
    assert isinstance(column, models.Field)
    return column.get_db_prep_value(value, connection)


def extend(lease: Lease, *, until: datetime) -> bool:
    """The job goes on; False when another worker has taken it meanwhile."""
    return lease.row().update(lease_until=until) == 1


def finish(lease: Lease, *, now: datetime) -> bool:
    """The job is done; False when it is no longer ours to finish."""
    return (
        lease.row().update(status=Status.DONE, finished_at=now, lease_until=None, lease_token=None, last_error="") == 1
    )


def put_back(lease: Lease, *, run_after: datetime, error: str) -> bool:
    """The job failed and is tried again later."""
    return (
        lease.row().update(
            status=Status.READY, run_after=run_after, lease_until=None, lease_token=None, last_error=error
        )
        == 1
    )


def bury(lease: Lease, *, now: datetime, error: str) -> bool:
    """The job failed for good: it stays in the list of dead letters until someone tries it again."""
    return (
        lease.row().update(status=Status.DEAD, finished_at=now, lease_until=None, lease_token=None, last_error=error)
        == 1
    )


def release_expired(*, now: datetime) -> int:
    """Jobs whose worker vanished are ready again, or dead when that was their last attempt; answers how many."""
    expired = Job.objects.filter(status=RUNNING, lease_until__lt=now)
    if not expired.exists():
        return 0
    free: dict[str, Any] = {"lease_until": None, "lease_token": None, "last_error": LOST_LEASE}
    dead = expired.filter(attempts__gte=F("max_attempts")).update(status=Status.DEAD, finished_at=now, **free)
    again = expired.filter(~Q(attempts__gte=F("max_attempts"))).update(status=Status.READY, run_after=now, **free)
    return dead + again
