"""What a person was told: one thing that happened, why it concerns them, on one channel."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models import Ticket


class Kind(models.TextChoices):
    """What happened, in the order of weight: a verb that did several of these is told as the first of them."""

    APPROVAL = "approval", _("Your approval is asked for")
    ASKED_ABOUT = "asked_about", _("Somebody not on the ticket wrote")
    ADDED = "added", _("Added to a ticket")
    NEEDS_YOU = "needs_you", _("The desk needs you")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    REPLIED = "replied", _("New answer")
    REOPENED = "reopened", _("Reopened")
    GIVEN = "given", _("Given to you")
    MENTIONED = "mentioned", _("You are called")
    OVERDUE = "overdue", _("A promise was not kept")
    DUE_SOON = "due_soon", _("A promise is about to run out")
    WOKEN = "woken", _("Back from being put off")
    STAGE = "stage", _("Stage changed")
    ASSIGNED = "assigned", _("An agent takes care")


PROGRESS = frozenset({Kind.STAGE, Kind.ASSIGNED})
"""Listed in the bell, but neither bold nor counted."""


class Reason(models.TextChoices):
    REQUESTER = "requester", _("You opened the ticket")
    PARTICIPANT = "participant", _("You are a participant")
    OWNER = "owner", _("You take care of the ticket")
    WATCHER = "watcher", _("You follow the ticket")
    MENTIONED = "mentioned", _("A note names you")
    TEAM = "team", _("Your team answers in this queue")


ON_DESK = (Reason.OWNER, Reason.WATCHER, Reason.MENTIONED, Reason.TEAM)
"""Reasons of people of the desk; the others are the customer's side."""


class Channel(models.TextChoices):
    BELL = "bell", _("Bell")


class Notification(models.Model):
    """`event_id` is the first event of the verb: one notice for all that it set off.

    For the customer's side, whether it was read is the ticket's read mark; `read_at` is for people of the desk.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    event_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.BELL)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-event_id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "event_id", "channel"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-event_id"], name="notification_user"),
            models.Index(
                fields=["user", "ticket"],
                name="notification_desk_new",
                condition=Q(reason__in=ON_DESK, read_at__isnull=True),
            ),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.event_id}"
