"""Makes a stored file of an upload of which everything has arrived."""

from __future__ import annotations

import hashlib
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from balcao.files.actions.forget import discard
from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile, Upload
from balcao.lib.refused import Refused


def finish_upload(*, upload: Upload, now: datetime) -> StoredFile:
    """The stored file, by the same rules as one that came with its form; the parts are deleted then.

    The bytes are carried to the storage outside of any transaction. When two requests finish at once, or one that was
    taken for dead comes back, one file is linked and the other discarded. Raises StorageDown, with everything still
    here to try again, and Refused when the bytes are not those that were announced: the upload is gone then.
    """
    if upload.file is not None:
        return upload.file
    # A file on disk, not in memory: ten people may finish 50 MB at once.
    with TemporaryFile() as whole:
        digest = _copy(upload, whole)
        if whole.tell() != upload.size:
            return _finished_by_another(upload)
        if upload.sha256 and digest != upload.sha256:
            upload.delete()
            raise Refused(
                _("The file %(name)s changed while it was being sent. Choose it again.") % {"name": upload.name}
            )
        whole.flush()
        stored = store_file(upload=File(whole, name=upload.name), by=upload.owner, now=now)
    return _link(upload, stored, digest, now)


def _copy(upload: Upload, whole: BinaryIO) -> str:
    """One part after the other: a 50 MB file is never in memory as a whole, on either database."""
    digest = hashlib.sha256()
    parts = upload.parts.order_by("offset")
    for key in parts.values_list("pk", flat=True):
        for content in parts.filter(pk=key).values_list("content", flat=True):
            digest.update(content)
            whole.write(content)
    return digest.hexdigest()


def _finished_by_another(upload: Upload) -> StoredFile:
    """The parts went while they were read. Raises Upload.DoesNotExist when it was cancelled instead."""
    current = Upload.objects.select_related("file").get(pk=upload.pk)
    if current.file is None:
        raise AssertionError(f"Upload {upload.pk} has fewer bytes than were acknowledged.")
    return current.file


def _link(upload: Upload, stored: StoredFile, digest: str, now: datetime) -> StoredFile:
    with transaction.atomic():
        current = Upload.objects.select_for_update(of=("self",)).select_related("file").filter(pk=upload.pk).first()
        if current is not None and current.file is None:
            current.file, current.sha256, current.touched_at = stored, digest, now
            current.save(update_fields=["file", "sha256", "touched_at"])
            current.parts.all().delete()
            return stored
    discard(stored)
    if current is None or current.file is None:
        raise Upload.DoesNotExist(upload.pk)
    return current.file
