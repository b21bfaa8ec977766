"""What somebody has written and not sent yet, or sent a few seconds ago and may still take back."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models import Offer
from balcao.files.models import StoredFile
from balcao.people.models import Organization, User
from balcao.tickets.models.ticket import Ticket


class DraftKind(models.TextChoices):
    OPENING = "opening", _("Opening")
    REPLY = "reply", _("Answer")
    NOTE = "note", _("Internal note")


class DraftStatus(models.TextChoices):
    WRITING = "writing", _("Being written")
    SENDING = "sending", _("Being sent")
    REFUSED = "refused", _("Not sent")
    DISCARDED = "discarded", _("Discarded")


class Draft(models.Model):
    """`id` is the key of the ticket or message that it becomes: whatever happens on the way, it becomes one.

    `payload` holds the form as it would be sent: input name → values, as typed. `revision` grows with each change; who
    writes over another one than the last is told (`actions.save_draft`). `writer` is the page that wrote last and
    `step` its own count, so that a save which arrives late or twice harms nothing; `device` is the browser. `send_at`
    is set while it can still be taken back; `refusal` says to its author why it could not be sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=DraftKind.choices)
    is_from_desk = models.BooleanField(default=False)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="drafts")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    payload = models.JSONField(default=dict)
    is_blank = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=40, blank=True)
    step = models.BigIntegerField(default=0)
    device = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=DraftStatus.choices, default=DraftStatus.WRITING)
    send_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["author", "organization", "-updated_at"], name="draft_author"),
            models.Index(fields=["status", "updated_at"], name="draft_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="opening", ticket__isnull=True, offer__isnull=False)
                | Q(kind__in=["reply", "note"], ticket__isnull=False, offer__isnull=True),
                name="draft_of_ticket_or_offer",
            ),
            models.CheckConstraint(
                condition=Q(status="sending", send_at__isnull=False) | ~Q(status="sending"),
                name="draft_sending_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def typed(self, name: str) -> str:
        """The first value of an input, or nothing."""
        values = self.payload.get(name) or [""]
        return str(values[0])

    def files_of(self, name: str) -> list[StoredFile]:
        """The stored files of a file input, in order; those that were sent with something else meanwhile are gone."""
        return [one.file for one in self.files.all() if one.name == name and not hasattr(one.file, "attachment")]


class DraftFile(models.Model):
    """A stored file that a draft holds: the nightly clean-up of unused files leaves it alone."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="draft_files")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["draft", "file"], name="draft_file_once")]

    def __str__(self) -> str:
        return self.file.name
