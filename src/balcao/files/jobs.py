"""Previews are made apart from the request, by a process that may be stopped."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task

from balcao.files.models import IMAGE_TYPES, StoredFile
from balcao.files.preview import NoPreview, render

PREVIEWED = IMAGE_TYPES | {"application/pdf"}


@task()
def make_preview(file_id: str) -> None:
    """The small picture of an image or of a PDF's first page; none when the file cannot be drawn in time."""
    stored = StoredFile.objects.filter(pk=file_id, preview_key="").first()
    if stored is None or stored.content_type not in PREVIEWED:
        return
    try:
        with default_storage.open(stored.key) as source:
            preview = render(source, stored.content_type)
    except NoPreview:
        return
    name = str(uuid4())
    key = default_storage.save(f"{name[:2]}/{name}", ContentFile(preview.content))
    updated = StoredFile.objects.filter(pk=stored.pk, preview_key="").update(preview_key=key, pages=preview.pages)
    if not updated:
        default_storage.delete(key)
