"""Texts and actions that agents use again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models import Team, User
from balcao.site.models import texts_field


class CannedAnswer(models.Model):
    """Found by `shortcut` after `/`. `texts` may hold placeholders (tickets/canned.py). No owner: for everybody."""

    shortcut = models.SlugField(_("shortcut"), max_length=40)
    title = models.CharField(_("title"), max_length=100)
    texts = texts_field(_("text"))
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="canned_answers")
    team = models.ForeignKey(
        Team, verbose_name=_("only for the team"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        ordering = ["shortcut", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "shortcut"], name="canned_answer_own"),
            models.UniqueConstraint(
                fields=["shortcut"], name="canned_answer_shared", condition=models.Q(owner__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Macro(models.Model):
    """Several steps in one go (tickets/acts/steps.py)."""

    name = models.CharField(_("name"), max_length=100)
    steps = models.JSONField(_("steps"))
    team = models.ForeignKey(
        Team, verbose_name=_("only for the team"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("macro")
        verbose_name_plural = _("macros")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
