"""A file on its way: what has arrived of it so far (docs/decisions/0006-uploads.md)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from balcao.files.models.stored_file import StoredFile


class Upload(models.Model):
    """`received` is how many bytes its parts hold, without a gap from the first one on.

    The id comes from the browser, so that a start whose answer was lost can be said again. `sha256` is what the
    browser measured before it began; empty when it could not. `file` is set once everything has arrived and is stored;
    the parts are gone then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "started_at"], name="upload_owner"),
            models.Index(fields=["touched_at"], name="upload_touched"),
        ]
        constraints = [models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_received_within_size")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_arrived(self) -> bool:
        return self.received == self.size


class UploadPart(models.Model):
    """Consecutive bytes of an upload, from `offset` on; at most `UPLOAD_CHUNK_BYTES` of them."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.offset}"
