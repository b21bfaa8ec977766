"""What a ticket waits for: time, the outside world, somebody's decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models.ticket import Ticket


class Timer(models.Model):
    """Wakes the process at `due_at`, unless its activity was left by then (`settled_at` is set when it is over).

    `state` is set for the end of a pending state: it counts only while the ticket is still in it, and `then` follows.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="timers")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=60, blank=True)
    then = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "settled_at"], name="timer_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.name}"


class EffectStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RETRYING = "retrying", _("Will be tried again")
    FAILED = "failed", _("Failed")
    DONE = "done", _("Done")


class EffectRun(models.Model):
    """An effect that leaves the house, or one that could not be carried out; `effect` is `engine.effect_to_json`.

    `problem` is a code of `tickets.troubles`, `detail` what its sentence names.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="effect_runs")
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    effect = models.JSONField()
    activity = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=EffectStatus.choices, default=EffectStatus.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "status"], name="effect_run_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.status}"


class Decision(models.TextChoices):
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("No longer asked for")


class Approval(models.Model):
    """A question to the managers of the ticket's company; the first who answers decides for all."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="approvals")
    activity = models.CharField(max_length=80)
    question = models.JSONField()
    asked_of = models.ManyToManyField(User, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.decision}"


class TicketWatcher(models.Model):
    """Somebody of the desk who is told what happens to a ticket of somebody else's."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="watchers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="ticket_watcher_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.user_id}"
