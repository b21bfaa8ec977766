"""What lists of the desk are made by: short answers as rows, and the lists that somebody keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models import User
from balcao.tickets.models.ticket import Ticket


class TicketFieldValue(models.Model):
    """One short answer of a ticket's process (tickets/field_values.py); `value` is lower case."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="field_values", db_index=False)
    field = models.CharField(max_length=80)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "field", "value"], name="field_value_once")]
        indexes = [models.Index(fields=["field", "value", "ticket"], name="field_value_found")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.field}={self.value}"


class SavedView(models.Model):
    """A list under a name: `place` and `query` are its address. Shared ones are every agent's, in their own queues."""

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(_("for the whole team"), default=False)
    place = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name")]

    def __str__(self) -> str:
        return self.name
