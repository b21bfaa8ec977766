"""Housekeeping of what forms left behind."""

from datetime import time

from django.utils import timezone
from django_tasks import task

from balcao.files.actions.forget import forget_unused
from balcao.jobs.periodic import periodic


@periodic(at=time(3, 20))
@task()
def forget_unsent_files() -> None:
    """Uploads of forms that nobody sent go after 30 days."""
    forget_unused(now=timezone.now())
