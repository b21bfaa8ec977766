"""Promises (SLA): how soon the desk answers and solves, in business time of a calendar."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.catalog.models.calendar import Calendar


class Promise(models.Model):
    """Precedence: contract × process › contract › process › the default of the site."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    calendar = models.ForeignKey(Calendar, verbose_name=_("calendar"), on_delete=models.PROTECT, related_name="+")
    is_default = models.BooleanField(_("default of the site"), default=False)

    class Meta:
        verbose_name = _("promise (SLA)")
        verbose_name_plural = _("promises (SLA)")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], name="promise_one_default", condition=models.Q(is_default=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class PromiseTarget(models.Model):
    """Minutes of business time for tickets of a priority (1 lowest … 5 highest); no priority: all the others."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="targets")
    priority = models.PositiveSmallIntegerField(
        _("priority"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    first_response = models.PositiveIntegerField(_("first response, business minutes"), null=True, blank=True)
    next_response = models.PositiveIntegerField(_("next response, business minutes"), null=True, blank=True)
    resolution = models.PositiveIntegerField(_("resolution, business minutes"), null=True, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["promise_id", "priority"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "priority"], name="promise_target_once"),
            models.UniqueConstraint(
                fields=["promise"], name="promise_target_general", condition=models.Q(priority__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise} · {self.priority or '*'}"
