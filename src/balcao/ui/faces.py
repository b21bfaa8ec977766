"""Small wordings that many pages share: initials, sizes of files, icons of states, tools and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.formats import number_format

SMALL_WORDS = frozenset({"da", "das", "de", "do", "dos", "e", "del", "la", "van", "von"})
UNITS = ("KB", "MB", "GB", "TB")


@dataclass(frozen=True)
class StateFace:
    icon: str
    tone: str
    """Modifier of `.state` for the customer; the desk fills nothing that waits for the customer."""


STATES = {
    "new": StateFace("received", "open"),
    "open": StateFace("turn-desk", "open"),
    "waiting_customer": StateFace("turn-you", "you"),
    "waiting_third_party": StateFace("turn-third", ""),
    "resolved": StateFace("done", "ok"),
    "closed": StateFace("check", "closed"),
    "cancelled": StateFace("x", "closed"),
    "merged": StateFace("link", "closed"),
}

# fmt: off
TOOL_ICONS = frozenset({
    "face", "live", "life", "document", "signature", "receipt", "invoice", "bill", "billing", "hr",
    "certificate", "bank", "api", "id-card", "shield", "key", "building", "calendar", "chart", "chat", "mail",
    "phone", "sms", "users", "globe", "flow", "other",
})
# fmt: on
TOOL_ALIASES = {"liveness": "live", "people": "hr"}
FILE_ICONS = {
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "svg", "bmp", "tif", "tiff"), "image"),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), "zip"),
    **dict.fromkeys(("csv", "xls", "xlsx", "ods"), "sheet"),
    **dict.fromkeys(("txt", "log", "md", "xml", "json", "doc", "docx", "odt", "rtf", "eml"), "text"),
    "pdf": "pdf",
}
TYPE_ICONS = {"image": "image", "application/pdf": "pdf", "application/zip": "zip", "text/csv": "sheet", "text": "text"}


def initials(name: str) -> str:
    """The first letters of the first and the last name: Marina da Silva Duarte → MD, Ana → A."""
    words = [word for word in name.split() if word.lower() not in SMALL_WORDS and word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def file_size(size: int) -> str:
    """Bytes in words, by the reader's locale: 184 KB, 1,2 MB; what is smaller than a kilobyte counts as one."""
    amount = max(size, 0) / 1024
    if size <= 0:
        return "0\N{NO-BREAK SPACE}KB"
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            break
        amount /= 1024
    places = 0 if unit == "KB" or amount >= 10 or round(amount, 1) == round(amount) else 1
    amount = max(amount, 1) if unit == "KB" else amount
    return f"{number_format(round(amount, places), places)}\N{NO-BREAK SPACE}{unit}"


def file_icon(name_or_type: str) -> str:
    """The icon of a file by its content type (`image/png`) or by its name."""
    kind = name_or_type.lower()
    if kind in TYPE_ICONS:
        return TYPE_ICONS[kind]
    family, slash, _rest = kind.partition("/")
    if slash and family in TYPE_ICONS:
        return TYPE_ICONS[family]
    return FILE_ICONS.get(PurePosixPath(kind).suffix.lstrip("."), "file")


def tool_icon(slug: str) -> str:
    slug = TOOL_ALIASES.get(slug, slug)
    return slug if slug in TOOL_ICONS else "other"
