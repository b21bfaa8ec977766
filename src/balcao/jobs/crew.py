"""The workers of one process, with the thread that keeps their leases and starts periodic work."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from balcao.jobs import claim, wake
from balcao.jobs.models import WorkerSeen
from balcao.jobs.periodic import start_due_slots
from balcao.jobs.worker import LEASE, Worker, all_queues

log = logging.getLogger("balcao.jobs")

LONGEST_RUN = timedelta(minutes=15)
"""A job that runs longer is taken to hang: its lease is no longer kept, and another worker may have it."""

SEEN_EVERY = timedelta(seconds=10)


class Crew:
    """`start` it, then `stop` it; `threads` jobs run at once."""

    def __init__(self, *, threads: int = 1, queues: Sequence[str] | None = None, lease: timedelta = LEASE) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"[:100]
        self.ending = threading.Event()
        self.lease = lease
        self.workers = [
            Worker(name=f"{self.name}#{number}", stop=self.ending, queues=queues or all_queues(), lease=lease)
            for number in range(1, threads + 1)
        ]
        # Daemons: a job that hangs does not keep the process from ending; its lease does the rest.
        self.threads = [
            threading.Thread(target=worker.loop, name=f"jobs-{number}", daemon=True)
            for number, worker in enumerate(self.workers, start=1)
        ]
        self.keeper = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        for thread in [*self.threads, self.keeper]:
            thread.start()

    def stop(self, *, within: float) -> bool:
        """Ask the workers to end after the job in hand and wait so many seconds; False when one was still busy."""
        self.ending.set()
        wake.notify()
        end = time.monotonic() + within
        for thread in [*self.threads, self.keeper]:
            thread.join(timeout=max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)

    def _keep(self) -> None:
        started_at, seen_at = timezone.now(), None
        # Until the workers are done, not until they are asked to end: the last job needs its lease as well.
        while any(thread.is_alive() for thread in self.threads):
            try:
                seen_at = self.tend(now=timezone.now(), started_at=started_at, seen_at=seen_at)
            except DatabaseError as error:
                log.warning("The database did not answer (%s): trying again", error)
            close_old_connections()
            if self.ending.is_set():
                time.sleep(0.05)
            else:
                self.ending.wait(self.beat)
        self._leave()

    @property
    def beat(self) -> float:
        """Seconds between two rounds of the keeper: often enough to keep a lease twice before it ends."""
        return min(1.0, self.lease.total_seconds() / 3)

    def tend(self, *, now: datetime, started_at: datetime, seen_at: datetime | None) -> datetime:
        """One round: keep leases, free those of vanished workers, start periodic work; answers when last seen."""
        self._keep_leases(now)
        if claim.release_expired(now=now):
            wake.notify()
        if not self.ending.is_set() and start_due_slots(now=now):
            wake.notify()
        if seen_at is not None and now - seen_at < SEEN_EVERY:
            return seen_at
        WorkerSeen.objects.update_or_create(
            name=self.name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": started_at}
        )
        return now

    def _keep_leases(self, now: datetime) -> None:
        for worker in self.workers:
            if (current := worker.current) is None:
                continue
            lease, since = current
            age = now - since
            if age < self.lease / 3:
                continue
            if age > LONGEST_RUN:
                log.error("Job %s has been running for %s: it is given to another worker", lease.job_id, age)
                continue
            claim.extend(lease, until=now + self.lease)

    def _leave(self) -> None:
        try:
            WorkerSeen.objects.filter(name=self.name).delete()
        except DatabaseError:
            log.info("The database was gone before the worker")
        connections.close_all()
