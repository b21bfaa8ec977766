"""The one installation: its name, words, contacts and switches, kept by people."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.lib.texts import check_texts


def texts_field(label: Any, **options: Any) -> "models.JSONField[Any, Any]":
    """A JSON column `{"pt-br": …, "en": …, "es": …}` (lower-case BCP 47 keys), checked when a form saves it."""
    return models.JSONField(label, validators=[validate_texts], **options)


def validate_texts(value: Any) -> None:
    from django.core.exceptions import ValidationError

    problems = check_texts(value)
    if problems:
        raise ValidationError(problems)


class Word(models.TextChoices):
    TICKET = "ticket", _("ticket")
    CHAMADO = "chamado", _("chamado")


class AgentName(models.TextChoices):
    FIRST = "first", _("First name")
    ALIAS = "alias", _("Alias")
    TEAM = "team", _("Only the desk's name")


class Site(models.Model):
    name = models.CharField(_("name of the desk"), max_length=80, default="Service Desk")
    company = models.CharField(_("company that runs the desk"), max_length=120, blank=True)
    word = models.CharField(_("word for a ticket"), max_length=10, choices=Word.choices, default=Word.TICKET)
    language = models.CharField(_("language"), max_length=10, default="pt-br")
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/Sao_Paulo")

    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    whatsapp = models.CharField("WhatsApp", max_length=40, blank=True)
    contact_note = texts_field(_("how to ask for credentials"), default=dict, blank=True)

    dpo_name = models.CharField(_("data protection officer"), max_length=120, blank=True)
    dpo_contact = models.CharField(_("contact of the data protection officer"), max_length=160, blank=True)

    agent_name = models.CharField(
        _("name of the agent that customers see"), max_length=10, choices=AgentName.choices, default=AgentName.FIRST
    )
    says_when_late = models.BooleanField(_("tell the customer when a promise was missed"), default=True)
    reopen_days = models.PositiveSmallIntegerField(_("days in which a closed ticket can be reopened"), default=15)
    close_after_days = models.PositiveSmallIntegerField(
        _("business days of silence after which a resolved ticket closes"), default=3
    )

    class Meta:
        verbose_name = _("service desk")
        verbose_name_plural = _("service desk")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_is_one")]

    def __str__(self) -> str:
        return self.name
