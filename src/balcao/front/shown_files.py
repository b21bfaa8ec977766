"""Stored files as the components `ui/attachments.html` and `ui/files.html` take them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from balcao.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class ShownFile:
    """`size` in bytes; `preview_href` is empty while there is no preview; `note`: how many pages a PDF has;
    `view_href`: where a text can be read without saving it."""

    name: str
    size: int
    kind: str
    href: str
    download_href: str
    preview_href: str
    note: str
    view_href: str = ""


def shown_files(files: Iterable[StoredFile]) -> list[ShownFile]:
    """In the order given."""
    return [_shown(file) for file in files]


def _shown(file: StoredFile) -> ShownFile:
    href = reverse("file", args=[file.pk])
    pages = file.pages or 0
    return ShownFile(
        name=file.name,
        size=file.size,
        kind="image" if file.is_image else file.content_type,
        href=href,
        download_href=f"{href}?baixar=1",
        preview_href=reverse("file_preview", args=[file.pk]) if file.preview_key else "",
        note=ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages} if pages else "",
        view_href=f"{href}?ver=1" if file.is_text else "",
    )
