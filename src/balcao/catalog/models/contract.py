"""Which company contracted which tool, from when until when, with which promise."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models.promise import Promise
from balcao.catalog.models.tool import Offer, Tool
from balcao.people.models import Organization


class Contract(models.Model):
    """Dates are days of the site's zone; `ends_on` is the last day that is served."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("company"), on_delete=models.PROTECT, related_name="contracts"
    )
    tool = models.ForeignKey(Tool, verbose_name=_("tool"), on_delete=models.PROTECT, related_name="contracts")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (inclusive)"), null=True, blank=True)
    promise = models.ForeignKey(
        Promise, verbose_name=_("promise"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    covered = models.ManyToManyField(
        Offer,
        verbose_name=_("processes covered"),
        through="CoveredOffer",
        blank=True,
        help_text=_("None chosen: all processes of the tool."),
    )
    note = models.TextField(_("note for the team"), blank=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["organization__name", "tool__position", "starts_on"]
        indexes = [models.Index(fields=["organization", "tool"], name="contract_organization")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="contract_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.tool}"

    def is_running(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class CoveredOffer(models.Model):
    """One process that the contract covers, with a promise of its own if it has one."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="covered_offers")
    offer = models.ForeignKey(Offer, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(
        Promise, verbose_name=_("promise"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("process covered")
        verbose_name_plural = _("processes covered")
        constraints = [models.UniqueConstraint(fields=["contract", "offer"], name="covered_offer_once")]

    def __str__(self) -> str:
        return str(self.offer)
