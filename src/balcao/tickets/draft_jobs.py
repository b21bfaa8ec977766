"""Drafts on their way, and the ones that nobody came back to."""

from datetime import time, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.tickets.actions.release_draft import release_draft
from balcao.tickets.models import Draft, DraftStatus

KEPT = timedelta(days=30)
"""Since it was last written on (architecture.md §7)."""
WARNED = timedelta(days=7)
"""So long before, the list says when it goes."""
IN_THE_BIN = timedelta(days=1)
LATE = timedelta(minutes=2)


@task()
def release(key: str) -> None:
    """The time in which it could be undone is over."""
    release_draft(key=UUID(key), now=timezone.now())


@periodic(every=timedelta(minutes=5))
@task()
def release_late_drafts() -> None:
    """Answers whose own job gave up are tried again: nobody looks for a sent answer among dead letters."""
    late = Draft.objects.filter(status=DraftStatus.SENDING, send_at__lt=timezone.now() - LATE)
    for key in late.values_list("pk", flat=True):
        release.enqueue(str(key))


@periodic(at=time(3, 10))
@task()
def forget_drafts() -> None:
    """Drafts go 30 days after the last word, discarded and blank ones a day after; before their files, at 3:20."""
    now = timezone.now()
    kept = Draft.objects.exclude(status=DraftStatus.SENDING)
    kept.filter(updated_at__lt=now - KEPT).delete()
    kept.filter(status=DraftStatus.DISCARDED, updated_at__lt=now - IN_THE_BIN).delete()
    kept.filter(is_blank=True, updated_at__lt=now - IN_THE_BIN).delete()
