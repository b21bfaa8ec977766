"""The table's own housekeeping."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task

from balcao.jobs.models import DONE, Job, WorkerSeen
from balcao.jobs.periodic import periodic

KEPT = timedelta(days=7)
SILENT = timedelta(days=1)
BATCH = 5000


@periodic(at=time(3, 40))
@task()
def forget_done_jobs() -> None:
    """Delete jobs that were done a week ago, and workers that vanished without a word. Dead letters stay."""
    forget(now=timezone.now())


def forget(*, now: datetime) -> int:
    """Delete in small transactions, so that no writer waits long; answers how many jobs went."""
    WorkerSeen.objects.filter(seen_at__lt=now - SILENT).delete()
    old = Job.objects.filter(status=DONE, finished_at__lt=now - KEPT).order_by("finished_at")
    total = 0
    while ids := list(old.values_list("id", flat=True)[:BATCH]):
        total += Job.objects.filter(id__in=ids).delete()[0]
    return total
