"""What happened, appended in the transaction that made it happen; timeline, audit trail and notices read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened.

    `data` carries ids, slugs and numbers only, never names or texts of people: a person can be anonymised, an event
    is never changed. `root` is the first event of the verb that set this one off: people get one notice per root.
    """

    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ticket_id = models.BigIntegerField(null=True)
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="caused")
    is_public = models.BooleanField(default=False)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["ticket_id", "id"], name="event_ticket", condition=Q(ticket_id__isnull=False)),
            models.Index(fields=["kind", "at"], name="event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
