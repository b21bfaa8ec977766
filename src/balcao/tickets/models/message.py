"""What people wrote: replies that the customer sees and internal notes, with their attachments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.files.models import StoredFile
from balcao.people.models import User
from balcao.tickets.models.ticket import Ticket


class MessageKind(models.TextChoices):
    OPENING = "opening", _("Opening")
    REPLY = "reply", _("Answer")
    NOTE = "note", _("Internal note")


class Channel(models.TextChoices):
    PORTAL = "portal", _("Portal")
    DESK = "desk", _("Desk")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    PROCESS = "process", _("Process")


class Message(models.Model):
    """`key` is the sender's idempotency key: sending the same twice makes one. `body_html` is safe HTML."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    key = models.UUIDField(unique=True)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_from_desk = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    dialog = models.CharField(max_length=80, blank=True)
    lang = models.CharField(max_length=10, blank=True)
    body_text = models.TextField()
    body_html = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["ticket", "id"], name="message_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.pk}"

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE


class Attachment(models.Model):
    """A file of a message, or the answer to a file field (`field`) of its dialog."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="attachment")
    field = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.file.name
