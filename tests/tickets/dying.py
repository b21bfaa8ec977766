"""Work for real workers that dies where it hurts most."""

import os
import signal
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from balcao.tickets.actions.release_draft import release_draft


@task()
def release_and_die_the_first_time(key: str, log: str) -> None:
    """The worker is killed after everything was written and before it is committed."""
    with transaction.atomic():
        release_draft(key=UUID(key), now=timezone.now())
        if not Path(log).exists():
            Path(log).write_text("died")
            os.kill(os.getpid(), signal.SIGKILL)
