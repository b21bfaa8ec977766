"""Words that agents put on tickets to find them again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.tickets.models.ticket import Ticket


class Tag(models.Model):
    """`slug` is the folded name: «Nota Fiscal» and «nota fiscal» are one tag."""

    slug = models.CharField(max_length=60, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class TicketTag(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="on_tickets")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.tag_id}"
