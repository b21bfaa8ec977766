"""What a customer chooses, and the published versions of its document."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """`draft` is the document being edited (text, YAML); customers see `current`."""

    slug = models.SlugField(_("short name for addresses"), max_length=80, unique=True)
    draft = models.TextField(_("draft of the document (YAML)"), blank=True)
    is_open = models.BooleanField(_("takes new tickets"), default=True)
    current = models.ForeignKey(
        "ProcessVersion",
        verbose_name=_("version in use"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ProcessVersion(models.Model):
    """A published document. It never changes: the database refuses an update (migration 0002); tickets keep theirs.

    Stored as the text that was checked, with its hash, never as JSON, which would reorder it. `name`, `use_when`
    and `synonyms` are copies for lists and the chooser.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    document = models.TextField(_("document"))
    sha256 = models.CharField(max_length=64)
    name = models.JSONField(_("name"))
    use_when = models.JSONField(_("use when"), default=dict)
    synonyms = models.JSONField(_("other words for it"), default=list)
    stage_count = models.PositiveSmallIntegerField(_("stages"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a process")
        verbose_name_plural = _("versions of processes")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_version_number")]

    def __str__(self) -> str:
        return f"{self.process_id} v{self.number}"
