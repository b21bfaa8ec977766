"""Sessions leave no traces once they have ended."""

from datetime import time

from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.people.sessions import forget_ended


@periodic(at=time(3, 30))
@task()
def forget_ended_sessions() -> None:
    """Every night."""
    forget_ended(now=timezone.now())
