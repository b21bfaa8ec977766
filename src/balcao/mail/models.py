"""Mail that leaves: a row before it is an SMTP call, so that it exists if and only if its cause does."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    KEPT = "kept", _("Kept here, not sent")


class OutgoingMail(models.Model):
    """One mail to one address. `message_id` never changes: a retry is the same mail (security.md §2, 8)."""

    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"))
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=160, unique=True)
    purpose = models.CharField(_("purpose"), max_length=40)
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
        indexes = [models.Index(fields=["status", "created_at"], name="mail_status")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
