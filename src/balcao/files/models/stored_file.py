"""Bytes that people sent, each under a random key. The given name is only metadata (security.md row D)."""

import uuid

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60, unique=True, editable=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    preview_key = models.CharField(max_length=60, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["uploaded_by", "created_at"], name="file_uploader")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type in IMAGE_TYPES

    @property
    def is_text(self) -> bool:
        """Whether it may be shown as plain text, which no browser runs."""
        return self.content_type in TEXT_TYPES

    @property
    def is_shown_inline(self) -> bool:
        """Whether a browser may show it on our origin, under `CSP: sandbox`."""
        return self.content_type in IMAGE_TYPES or self.content_type == "application/pdf"


IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
TEXT_TYPES = frozenset({"text/plain", "text/csv", "application/xml", "application/json"})
