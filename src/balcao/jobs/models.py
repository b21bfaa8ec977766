"""A job is a row: it commits with its cause, and whoever holds its lease runs it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

# A partial index is used only when the query's own text implies its condition; a bound parameter implies nothing.
READY = RawSQL("'ready'", ())
RUNNING = RawSQL("'running'", ())
DONE = RawSQL("'done'", ())
DEAD = RawSQL("'dead'", ())


class Status(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """One call of one task.

    A `running` job belongs to whoever knows its `lease_token`, until `lease_until`; after that anyone may run it again.
    `key` names a slot of periodic work: unique, so that two workers make one job of it.
    """

    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue_name = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    run_after = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    last_error = models.TextField(blank=True)
    key = models.CharField(max_length=240, null=True, unique=True)  # noqa: DJ001 (many jobs have none: NULLs may repeat)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering: ClassVar[list[str]] = ["id"]
        # Not by queue: workers serve all of them, and the most urgent job must be the first one the index meets.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-priority", "run_after", "id"], name="job_ready", condition=Q(status="ready")),
            models.Index(fields=["lease_until"], name="job_running", condition=Q(status="running")),
            models.Index(fields=["finished_at"], name="job_done", condition=Q(status="done")),
            models.Index(fields=["id"], name="job_dead", condition=Q(status="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"


class WorkerSeen(models.Model):
    """A worker process says that it is alive, every few seconds."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
