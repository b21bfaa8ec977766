"""Deletes uploads that nothing came to use, and those that never arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import ProtectedError, QuerySet

from balcao.files.models import StoredFile, Upload

KEPT = timedelta(days=30)
UNFINISHED_KEPT = timedelta(days=3)
"""Long enough for a telephone that was away from Friday evening to Monday morning."""

BATCH = 500


def unused_files() -> QuerySet[StoredFile]:
    """Files to which no row points: uploads of forms that were never sent."""
    files = StoredFile.objects.all()
    for relation in StoredFile._meta.related_objects:
        files = files.filter(**{f"{relation.name}__isnull": True})
    return files


def forget_unused(*, now: datetime) -> int:
    """Delete unused files older than 30 days, bytes after rows; answers how many."""
    old = unused_files().filter(created_at__lt=now - KEPT).order_by("created_at")[:BATCH]
    return sum(discard(stored) for stored in old)


def discard(stored: StoredFile) -> bool:
    """Delete one file, bytes after its row; False when something uses it after all.

    A crash in between leaves bytes without a row, which nobody can reach: better than a row without bytes.
    """
    try:
        stored.delete()
    except ProtectedError:
        return False
    for key in filter(None, (stored.key, stored.preview_key)):
        default_storage.delete(key)
    return True


def forget_unfinished(*, now: datetime) -> int:
    """Delete uploads that got nothing for three days, with their parts; answers how many.

    Of finished ones only the row goes, which no browser asks for any more by then; the stored file stays.
    """
    old = Upload.objects.filter(touched_at__lt=now - UNFINISHED_KEPT).order_by("touched_at")
    # One after the other: deleting gigabytes in one transaction would keep every writer of SQLite waiting.
    return sum(int(bool(upload.delete()[0])) for upload in old[:BATCH])
