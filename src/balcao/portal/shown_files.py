"""Attachments as the components show them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from balcao.files.models import StoredFile


def shown_files(files: Iterable[StoredFile]) -> list[dict[str, Any]]:
    """Images and PDFs with a picture of the first page are sheets, the rest are lines."""
    return [_shown(file) for file in files]


def _shown(file: StoredFile) -> dict[str, Any]:
    href = reverse("file", args=[file.pk])
    note = ngettext("%(count)d page", "%(count)d pages", file.pages) % {"count": file.pages} if file.pages else ""
    return {
        "name": file.name,
        "href": href,
        "download_href": f"{href}?baixar=1",
        "preview_href": reverse("file_preview", args=[file.pk]) if file.preview_key else "",
        "kind": "image" if file.is_image else file.content_type.rpartition("/")[2],
        "size": file.size,
        "note": note,
    }
