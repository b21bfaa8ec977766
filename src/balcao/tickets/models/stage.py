"""When a ticket came to each stage and left it, for the steps the customer sees."""

from django.db import models

from balcao.tickets.models.ticket import Ticket


class StageVisit(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="visits")
    stage = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.stage}"
