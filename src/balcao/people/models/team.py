"""Agents who work together; queues give rights to teams."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models.user import User


class Team(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(
        User,
        verbose_name=_("agents"),
        related_name="teams",
        blank=True,
        limit_choices_to={"is_agent": True},
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
