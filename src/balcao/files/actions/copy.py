"""A second row with bytes of its own, for a file that is to hang on two things."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage

from balcao.files.models import StoredFile

if TYPE_CHECKING:
    from balcao.people.models import User


def copy_file(*, stored: StoredFile, by: "User", now: datetime) -> StoredFile:
    """A copy that belongs to nothing yet. Raises what the storage raises when the bytes cannot be read or kept."""
    copied = StoredFile.objects.get(pk=stored.pk)
    copied.pk, copied.uploaded_by, copied.created_at = uuid4(), by, now
    copied.key = _copy(stored.key)
    copied.preview_key = _copy(stored.preview_key) if stored.preview_key else ""
    copied.save(force_insert=True)
    return copied


def _copy(key: str) -> str:
    name = str(uuid4())
    with default_storage.open(key) as source:
        return default_storage.save(f"{name[:2]}/{name}", File(source))
