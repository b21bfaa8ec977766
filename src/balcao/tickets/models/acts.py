"""What an agent did to one or many tickets in one go, kept so that it goes on after a crash and can be taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models.ticket import Ticket


class Act(models.Model):
    """`steps` is a list of `{"do": <kind>, …}` (tickets/acts/steps.py), carried out on each of its tickets."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    steps = models.JSONField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by_id} {self.pk}"


class ItemStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Taken back")


class ActItem(models.Model):
    """One ticket of an act.

    `before`: attributes as they were; `version`: the ticket's after the act, by which taking back knows that nobody
    changed it since. It is 0 when the act cannot be taken back. `problem`: why it was refused, in the words shown.
    """

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="items")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["act", "ticket"], name="act_item_once")]

    def __str__(self) -> str:
        return f"{self.act_id} {self.ticket_id} {self.status}"
