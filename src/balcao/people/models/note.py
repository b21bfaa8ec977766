"""What the desk keeps about a person for its own work. A company's note is a column of the company."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models.user import User


class PersonNote(models.Model):
    """Agents read and write it; the person reads it in the copy of their data (docs/decisions/0009-notes.md)."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="desk_note")
    text = models.TextField(_("note for the team"))

    class Meta:
        verbose_name = _("note on a person")
        verbose_name_plural = _("notes on people")

    def __str__(self) -> str:
        return f"{self.person_id}"
