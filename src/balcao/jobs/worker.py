"""The loop that runs jobs, and `run_due`, which runs what is due here and now."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from balcao.jobs import claim, wake
from balcao.jobs.claim import Lease
from balcao.jobs.run import run

log = logging.getLogger("balcao.jobs")

SHORTEST_WAIT, LONGEST_WAIT = 0.05, 1.0
"""Seconds between two looks at the table: they double while there is nothing to do."""

LEASE = timedelta(seconds=60)


def all_queues() -> list[str]:
    """The queues of the settings; a worker serves all of them."""
    return sorted(settings.TASKS["default"]["QUEUES"])


def run_due(*, queues: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Run every job that is due, and those they enqueue, in this thread; answers how many ran."""
    count = 0
    while lease := claim.claim(queues or all_queues(), now=now or timezone.now(), lease=LEASE, worker="here"):
        run(lease)
        count += 1
    return count


@dataclass(eq=False)
class Worker:
    """One thread that runs jobs one after another until `stop` is set; the job in hand is finished first."""

    name: str
    stop: threading.Event
    queues: Sequence[str] = field(default_factory=all_queues)
    lease: timedelta = LEASE
    current: tuple[Lease, datetime] | None = None

    def loop(self) -> None:
        """Run until told to stop. A database that is away is waited for, not died of."""
        pause = SHORTEST_WAIT
        while not self.stop.is_set():
            mark = wake.seen()
            if self.step():
                pause = SHORTEST_WAIT
                continue
            if self.stop.is_set():
                break
            close_old_connections()
            wake.wait(mark, pause)
            pause = min(pause * 2, LONGEST_WAIT)
        connections.close_all()

    def step(self) -> bool:
        """Run at most one job; False when there was none, or no database."""
        try:
            now = timezone.now()
            lease = claim.claim(self.queues, now=now, lease=self.lease, worker=self.name)
            if lease is None:
                return False
            self.current = (lease, now)
            run(lease)
        except DatabaseError as error:
            # The job, if there was one, is found again when its lease is over.
            log.warning("The database did not answer (%s): trying again", error)
            close_old_connections()
            return False
        except Exception:
            # Whatever it was, the thread must outlive it: nobody would notice a worker without hands.
            log.exception("A job could not be run")
            return False
        finally:
            self.current = None
        return True
