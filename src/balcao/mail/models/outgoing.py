"""Mail that leaves: a row before it is an SMTP call, so that it exists if and only if its cause does."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models import EffectRun, Ticket


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    KEPT = "kept", _("Kept here, not sent")
    DROPPED = "dropped", _("Not sent: no longer for this person")


class Notice(models.TextChoices):
    """What of their tickets people may be told by mail, each by itself; the last three only agents."""

    OPENED = "opened", _("I open a ticket")
    REPLIED = "replied", _("my ticket is answered")
    NEEDS_YOU = "needs_you", _("something is needed from me")
    STAGE = "stage", _("the stage changes")
    ENDED = "ended", _("it is resolved, closed or reopened")
    ADDED = "added", _("I am added to a ticket")
    DESK_REPLIED = "desk_replied", _("a customer answers a ticket that is mine or that I follow")
    DESK_GIVEN = "desk_given", _("a ticket is given to me")
    DESK_CALLED = "desk_called", _("an internal note names me")


class OutgoingMail(models.Model):
    """One mail to one address. `message_id` never changes: a retry is the same mail (security.md §2, 8).

    A mail about a ticket names `person` and `ticket`: whether it still concerns them is asked when it leaves.
    `files` are ids of stored files that go along.
    """

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=160, unique=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    person = models.ForeignKey(User, null=True, editable=False, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(
        Ticket, null=True, editable=False, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # What asked for it, when a process did: a server's no is told on its ticket.
    effect_run = models.ForeignKey(
        EffectRun, null=True, editable=False, on_delete=models.SET_NULL, related_name="mails"
    )
    files = models.JSONField(default=list, blank=True, editable=False)
    # The text holds a link that signs in: it is forgotten once sent.
    is_secret = models.BooleanField(default=False, editable=False)

    status = models.CharField(_("state"), max_length=8, choices=MailStatus.choices, default=MailStatus.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "created_at"], name="mail_status"),
            models.Index(fields=["ticket", "person", "id"], name="mail_thread", condition=Q(ticket__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class MailChoice(models.Model):
    """Somebody's own yes or no; without one the notice's default counts (mail/notices.py)."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    notice = models.CharField(max_length=12, choices=Notice.choices)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.notice} {self.is_wanted}"


class QuietTime(models.Model):
    """«Não perturbe»: mails of tickets wait from `starts_at` to `ends_at` (over midnight too) and on whole `days`.

    Clock and weekdays (0 = Monday) are those where the person is.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="quiet_time")
    is_on = models.BooleanField(default=False)
    starts_at = models.TimeField(default=time(20))
    ends_at = models.TimeField(default=time(7))
    days = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at}–{self.ends_at}"
