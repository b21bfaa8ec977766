"""What happens after a failure: when to try again, and when to stop."""

import random
from datetime import datetime, timedelta
from traceback import format_exception

from django.db import transaction
from django.utils import timezone

from balcao.jobs import wake
from balcao.jobs.models import DEAD, Job, Status

FIRST_DELAY = timedelta(seconds=4)
LONGEST_DELAY = timedelta(hours=1)
ERROR_LENGTH = 8000


class GiveUp(Exception):
    """Raised by a job that no retry can help: it is dead at once, with this message."""


def delay(attempts: int) -> timedelta:
    """How long to wait after this many attempts: from 4 s doubling up to an hour, ± 25 % to spread failures out."""
    seconds = min(FIRST_DELAY.total_seconds() * 2 ** min(attempts - 1, 20), LONGEST_DELAY.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))


def describe(error: BaseException) -> str:
    """The traceback as it is kept: the end of it when it is long, without the NUL that PostgreSQL refuses."""
    text = "".join(format_exception(error)).replace("\x00", "\ufffd").strip()
    return text[-ERROR_LENGTH:]


def retry_dead(job: Job, *, now: datetime | None = None) -> bool:
    """A person wants this dead job tried again from the first attempt; False when it is not dead (any more)."""
    again = Job.objects.filter(pk=job.pk, status=DEAD).update(
        status=Status.READY, run_after=now or timezone.now(), attempts=0, finished_at=None
    )
    transaction.on_commit(wake.notify)
    return again == 1
