"""When the desk works: hours, zone and holidays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.lib.hours import WEEKDAYS, parse_hours


def validate_hours(value: Any) -> None:
    try:
        parse_hours(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def office_hours() -> dict[str, list[list[str]]]:
    return {day: [["08:00", "18:00"]] for day in WEEKDAYS[:5]}


class Calendar(models.Model):
    """`hours`: `{"mon": [["08:00", "12:00"], ["13:00", "18:00"]], …}`; a day that is not there is closed."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/Sao_Paulo")
    hours = models.JSONField(_("hours"), default=office_hours, validators=[validate_hours])
    has_national_holidays = models.BooleanField(_("national holidays of Brazil"), default=True)
    state = models.CharField(_("holidays of the state (UF)"), max_length=2, blank=True)
    keeps_carnival = models.BooleanField(_("closed at Carnival"), default=False)
    keeps_ash_wednesday = models.BooleanField(_("closed on Ash Wednesday"), default=False)
    keeps_corpus_christi = models.BooleanField(_("closed on Corpus Christi"), default=False)
    is_default = models.BooleanField(_("default of the site"), default=False)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], name="calendar_one_default", condition=models.Q(is_default=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A date that the desk adds, or one of the library's that it works on; the desk's word wins."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=80)
    is_working = models.BooleanField(_("the desk works on this date"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
