"""Housekeeping of what forms left behind."""

from datetime import time, timedelta

from django.utils import timezone
from django_tasks import task

from balcao.files.actions.forget import forget_unfinished, forget_unused
from balcao.front.my_data import forget_expired
from balcao.jobs.periodic import periodic
from balcao.live.forget import forget_past


@periodic(at=time(3, 20))
@task()
def forget_unsent_files() -> None:
    """Uploads of forms that nobody sent go after 30 days."""
    forget_unused(now=timezone.now())


@periodic(every=timedelta(minutes=10))
@task()
def forget_wake_ups() -> None:
    """What open pages were woken with."""
    forget_past(now=timezone.now())


@periodic(every=timedelta(hours=1))
@task()
def forget_uploads_that_stopped() -> None:
    """What got no byte for three days goes: nobody is coming back for it, and it takes room in the database."""
    forget_unfinished(now=timezone.now())


@periodic(every=timedelta(hours=1))
@task()
def forget_copies_of_data() -> None:
    """Copies of people's data go after a week."""
    forget_expired(now=timezone.now())
