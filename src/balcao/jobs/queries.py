"""What administrators and the doctor ask about jobs."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from balcao.jobs.models import DEAD, READY, Job, Status, WorkerSeen


def counts_by_status() -> dict[str, int]:
    """How many jobs there are in each status, zeros included. Done jobs are those of the last days only."""
    found = dict(Job.objects.order_by().values_list("status").annotate(Count("id")))
    return {status.value: found.get(status.value, 0) for status in Status}


def dead_jobs() -> QuerySet[Job]:
    """The dead letters, newest first."""
    return Job.objects.filter(status=DEAD).order_by("-id")


def oldest_waiting(*, now: datetime) -> timedelta | None:
    """How long the job that is due the longest has been waiting; None when nothing waits."""
    due_at: datetime | None = Job.objects.filter(status=READY, run_after__lte=now).aggregate(at=Min("run_after"))["at"]
    return now - due_at if due_at else None


def workers_seen(*, since: datetime) -> list[str]:
    """The names of worker processes that have shown themselves since then."""
    return list(WorkerSeen.objects.filter(seen_at__gte=since).order_by("name").values_list("name", flat=True))
