"""Ends an upload that its sender does not want any more."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from balcao.files.actions.forget import discard, unused_files
from balcao.files.models import Upload


def cancel_upload(*, upload: Upload) -> None:
    """Nothing of it stays: the parts go, and so does the stored file unless something came to use it."""
    with transaction.atomic():
        stored = unused_files().filter(pk=upload.file_id).first() if upload.file_id else None
        upload.delete()
    if stored is not None:
        discard(stored)


def discard_cancelled(files: Collection[UUID]) -> None:
    """Delete those of the files that a draft let go after their upload was cancelled: until then it kept them here."""
    cancelled = unused_files().filter(pk__in=files).exclude(pk__in=Upload.objects.filter(file__in=files).values("file"))
    for stored in cancelled:
        discard(stored)
