"""Where tickets wait, and which team may do what there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from balcao.people.models import DeskRole, Team


class Queue(models.Model):
    slug = models.SlugField(_("short name used by processes"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_default = models.BooleanField(_("used when a process names none"), default=False)

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], name="queue_one_default", condition=models.Q(is_default=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Right(models.IntegerChoices):
    """Each includes the ones before it."""

    READ = 1, _("Read")
    WRITE = 2, _("Answer and change")
    ASSIGN = 3, _("Assign and move")


class QueueRight(models.Model):
    """What a team may do in a queue, or of the team those of a role. The highest counts; see `access.queue_rights`."""

    queue = models.ForeignKey(Queue, verbose_name=_("queue"), on_delete=models.CASCADE, related_name="rights")
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.CASCADE, related_name="queue_rights")
    role = models.CharField(_("only those of the role"), max_length=10, choices=DeskRole.choices, blank=True)
    right = models.PositiveSmallIntegerField(_("may"), choices=Right.choices, default=Right.WRITE)

    class Meta:
        verbose_name = _("right of a team")
        verbose_name_plural = _("rights of teams")
        constraints = [models.UniqueConstraint(fields=["queue", "team", "role"], name="queue_right_once")]

    def __str__(self) -> str:
        return f"{self.team} · {self.queue}"
