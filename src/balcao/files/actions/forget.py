"""Deletes uploads that nothing came to use."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import ProtectedError, QuerySet

from balcao.files.models import StoredFile

KEPT = timedelta(days=30)
BATCH = 500


def unused_files() -> QuerySet[StoredFile]:
    """Files to which no row points: uploads of forms that were never sent."""
    files = StoredFile.objects.all()
    for relation in StoredFile._meta.related_objects:
        files = files.filter(**{f"{relation.name}__isnull": True})
    return files


def forget_unused(*, now: datetime) -> int:
    """Delete unused files older than 30 days, bytes after rows; answers how many.

    A crash in between leaves bytes without a row, which nobody can reach: better than a row without bytes.
    """
    total = 0
    for stored in unused_files().filter(created_at__lt=now - KEPT).order_by("created_at")[:BATCH]:
        try:
            stored.delete()
        except ProtectedError:
            continue
        for key in filter(None, (stored.key, stored.preview_key)):
            default_storage.delete(key)
        total += 1
    return total
