"""What organizations contract, and the processes offered under each tool."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models.promise import Promise
from balcao.processes.models import Process
from balcao.site.models import texts_field


class ToolIcon(models.TextChoices):
    FACE = "face", _("Face")
    LIVENESS = "liveness", _("Proof of life")
    DOCUMENT = "document", _("Document")
    SIGNATURE = "signature", _("Signature")
    INVOICE = "invoice", _("Invoice")
    BILLING = "billing", _("Billing")
    PEOPLE = "people", _("People")
    KEY = "key", _("Key")
    CHART = "chart", _("Chart")
    OTHER = "other", _("Other")


class Tool(models.Model):
    """The first level of «Novo Ticket». It opens; it is never «forbidden»."""

    slug = models.SlugField(_("short name for addresses"), max_length=60, unique=True)
    name = texts_field(_("name"))
    description = texts_field(_("description"), default=dict, blank=True)
    icon = models.CharField(_("icon"), max_length=20, choices=ToolIcon.choices, default=ToolIcon.OTHER)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_for_everyone = models.BooleanField(_("offered to every company, without a contract"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return str(next(iter(self.name.values()), self.slug))


class Offer(models.Model):
    """A process under the tool that it helps with. A process stands under one tool."""

    tool = models.ForeignKey(Tool, verbose_name=_("tool"), on_delete=models.PROTECT, related_name="offers")
    process = models.OneToOneField(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="offer")
    promise = models.ForeignKey(
        Promise, verbose_name=_("promise"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("offered process")
        verbose_name_plural = _("offered processes")
        ordering = ["tool__position", "position", "id"]

    def __str__(self) -> str:
        return f"{self.tool} › {self.process}"
