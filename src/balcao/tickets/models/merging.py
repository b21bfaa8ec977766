"""A ticket that was joined to another."""

from django.db import models

from balcao.people.models import User
from balcao.tickets.models.ticket import Ticket


class Merge(models.Model):
    """`moved`: ids of the messages that went over; `added`: users who came onto the target; `state`: slug before."""

    key = models.UUIDField(unique=True)
    source = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merges")
    target = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="merged_from")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=60)
    moved = models.JSONField(default=list)
    added = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
