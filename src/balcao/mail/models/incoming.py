"""Mail that came in: kept first, with its bytes, before anything is made of it (security.md §2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.mail.models.mailbox import Mailbox
from balcao.people.models import User
from balcao.tickets.models import Message, Ticket


class Fate(models.TextChoices):
    """What became of a mail. There is no «dropped»."""

    KEPT = "kept", _("Kept, not sorted yet")
    TICKET = "ticket", _("Became a ticket")
    REPLY = "reply", _("Became an answer")
    NOTE = "note", _("Became an internal note")
    BOUNCE = "bounce", _("Came back: not delivered")
    IGNORED = "ignored", _("Ignored")
    HELD = "held", _("Held for review")
    FAILED = "failed", _("Failed")


class IncomingMail(models.Model):
    """One mail, by its bytes: the same bytes again are the same mail (`digest`, SHA-256 in hex).

    `reason` is a word that `mail.reasons` says in the reader's language, `reason_data` what it names; `path` the
    questions that `mail.sort` asked and how each was answered, first to last. `sorts` counts how often it was sorted.
    `authentication` holds what is known of SPF, DKIM and DMARC.
    """

    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.SET_NULL, related_name="mails")
    channel = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    kept_at = models.DateTimeField()

    from_address = models.CharField(max_length=320, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    to_line = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    header_id = models.CharField(max_length=255, blank=True)
    """Its Message-ID."""
    sent_at = models.DateTimeField(null=True)
    is_automatic = models.BooleanField(default=False)
    attachment_count = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    authentication = models.JSONField(default=dict)

    fate = models.CharField(max_length=8, choices=Fate.choices, default=Fate.KEPT)
    reason = models.CharField(max_length=40, blank=True)
    reason_data = models.JSONField(default=dict)
    path = models.JSONField(default=list)
    sorts = models.PositiveIntegerField(default=0)
    sorted_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    """The administrator who released, attached or discarded it."""

    class Meta:
        verbose_name = _("mail received")
        verbose_name_plural = _("mails received")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fate", "-id"], name="incoming_fate"),
            # Budgets count the last hour of each fate, however many years there are.
            models.Index(fields=["fate", "sorted_at"], name="incoming_lately"),
            models.Index(fields=["mailbox", "-id"], name="incoming_mailbox"),
            models.Index(fields=["mailbox", "fate", "-id"], name="incoming_mailbox_fate"),
            models.Index(fields=["from_address", "-id"], name="incoming_from"),
            models.Index(fields=["header_id"], name="incoming_header_id"),
            models.Index(fields=["kept_at"], name="incoming_waiting", condition=Q(fate="kept")),
            models.Index(fields=["message"], name="incoming_message", condition=Q(message__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.from_address}: {self.subject}"


class RawMail(models.Model):
    """The bytes, compressed (zlib), in the transaction of their row: neither is ever without the other."""

    mail = models.OneToOneField(IncomingMail, primary_key=True, on_delete=models.CASCADE, related_name="raw")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"raw {self.pk}"


class MailPlace(models.Model):
    """Where on a server a mail was seen; the same mail may be seen at several places."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+", db_index=False)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="places")
    is_done = models.BooleanField(default=False)
    """The server was told: marked, moved or deleted there."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="mail_place_once")]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.uidvalidity}/{self.uid}"
