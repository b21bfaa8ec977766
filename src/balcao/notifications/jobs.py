"""The bell keeps what it said for 90 days."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.notifications.models import Notification

KEPT = timedelta(days=90)
BATCH = 5_000


@periodic(at=time(3, 20))
@task()
def forget_old_notices() -> None:
    """Delete notices older than 90 days."""
    forget(now=timezone.now())


def forget(*, now: datetime) -> int:
    """Delete in small transactions, so that no writer waits long; answers how many went."""
    old = Notification.objects.filter(created_at__lt=now - KEPT).order_by("created_at")
    total = 0
    while ids := list(old.values_list("id", flat=True)[:BATCH]):
        total += Notification.objects.filter(id__in=ids).delete()[0]
    return total
