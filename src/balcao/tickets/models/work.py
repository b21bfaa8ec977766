"""What the team keeps of its work on a ticket; customers see none of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models.message import Message
from balcao.tickets.models.ticket import Ticket


class ChecklistItem(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(_("what to do"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class TimeEntry(models.Model):
    """Minutes that an agent worked on a ticket, on a day of the agent's own calendar."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="time_entries")
    key = models.UUIDField(unique=True)
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(_("minutes"))
    text = models.CharField(_("what was done"), max_length=200, blank=True)
    worked_on = models.DateField(_("day"))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agent", "worked_on"], name="time_entry_agent")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.agent_id} {self.minutes}"


class Mention(models.Model):
    """An agent is named in a note; `seen_at` is set when that agent has opened the ticket."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "-id"], name="mention_unseen", condition=Q(seen_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.message_id} {self.user_id}"
