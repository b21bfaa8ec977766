"""Keeps the bytes of an upload under a random key."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.files.models import IMAGE_TYPES, StoredFile
from balcao.files.pictures import Picture, clean_picture
from balcao.files.sniff import UNKNOWN, sniff
from balcao.files.storage_down import told_as_down
from balcao.lib.names import clean_filename, file_size
from balcao.lib.refused import Refused

if TYPE_CHECKING:
    from balcao.people.models import User

CHUNK = 1024 * 1024


def store_file(*, upload: File[Any], by: User, now: datetime) -> StoredFile:
    """Store one upload, attached to nothing yet, and have its preview made.

    The type is what the bytes say; images lose their metadata. Raises Refused for an empty file and for one above
    `UPLOAD_MAX_BYTES`, StorageDown when the storage does not take it.
    """
    name = clean_filename(upload.name or "")
    refuse_size(name, upload.size or 0)
    source = cast(BinaryIO, upload.file)
    content_type = sniff(source)
    picture = _picture(source, content_type)
    if content_type in IMAGE_TYPES and picture is None:
        content_type = UNKNOWN
    kept: BinaryIO = io.BytesIO(picture.content) if picture else source
    key = _put(kept)
    try:
        return _row(name, content_type, picture, key, _measure(kept), by, now)
    except BaseException:
        default_storage.delete(key)
        raise


def store_bytes(*, name: str, content: bytes, by: User, now: datetime) -> StoredFile:
    """Store what came in by mail, byte for byte: not a picture's metadata is taken away (security.md §2, 10).

    The type is what the bytes say. Raises StorageDown when the storage does not take it.
    """
    source = io.BytesIO(content)
    content_type = sniff(source)
    picture = _picture(source, content_type)
    if content_type in IMAGE_TYPES and picture is None:
        content_type = UNKNOWN
    key = _put(source)
    try:
        return _row(clean_filename(name), content_type, picture, key, _measure(source), by, now)
    except BaseException:
        default_storage.delete(key)
        raise


def refuse_size(name: str, size: int) -> None:
    """Raises Refused for an empty file and for one above `UPLOAD_MAX_BYTES`."""
    if size == 0:
        raise Refused(_("The file %(name)s is empty.") % {"name": name})
    if size > settings.UPLOAD_MAX_BYTES:
        language = get_language() or settings.LANGUAGE_CODE
        raise Refused(
            _("The file %(name)s has %(size)s; the limit is %(limit)s. Split it or send a link.")
            % {
                "name": name,
                "size": file_size(size, language),
                "limit": file_size(settings.UPLOAD_MAX_BYTES, language),
            }
        )


def _picture(source: BinaryIO, content_type: str) -> Picture | None:
    if content_type not in IMAGE_TYPES:
        return None
    source.seek(0)
    return clean_picture(source.read(), content_type)


def _put(source: BinaryIO) -> str:
    """The key is random and says nothing about the file; two letters spread the folders."""
    name = str(uuid4())
    source.seek(0)
    with told_as_down():
        return default_storage.save(f"{name[:2]}/{name}", File(source))


def _measure(source: BinaryIO) -> tuple[int, str]:
    source.seek(0)
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def _row(
    name: str,
    content_type: str,
    picture: Picture | None,
    key: str,
    measured: tuple[int, str],
    by: User,
    now: datetime,
) -> StoredFile:
    from balcao.files.jobs import PREVIEWED, make_preview

    with transaction.atomic():
        stored = StoredFile.objects.create(
            key=key,
            name=name,
            content_type=content_type,
            size=measured[0],
            sha256=measured[1],
            width=picture.width if picture else None,
            height=picture.height if picture else None,
            uploaded_by=by,
            created_at=now,
        )
        if content_type in PREVIEWED:
            make_preview.enqueue(str(stored.pk))
    return stored
