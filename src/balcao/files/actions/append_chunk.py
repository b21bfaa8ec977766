"""Adds bytes to an upload: each one once, and none is acknowledged before it is on disk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from balcao.files.models import Upload, UploadPart


class WrongOffset(Exception):
    """The bytes do not follow those that are here. `received`: where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def append_chunk(*, upload_id: UUID, offset: int, content: bytes, now: datetime) -> Upload:
    """Store `content` as the bytes from `offset` on; the row and the count of received bytes commit together.

    Raises WrongOffset unless they begin where the bytes received so far end and fit into the file. Raises
    Upload.DoesNotExist when it was cancelled meanwhile.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if offset != upload.received or upload.received + len(content) > upload.size:
            raise WrongOffset(upload.received)
        if content:
            UploadPart.objects.create(upload=upload, offset=offset, content=content)
            upload.received += len(content)
            upload.touched_at = now
            upload.save(update_fields=["received", "touched_at"])
    return upload
