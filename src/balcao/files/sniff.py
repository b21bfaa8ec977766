"""What a file is, told by its bytes. Neither its name nor what the sender says about it counts (security.md row D)."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from typing import BinaryIO

import puremagic

HEAD = 64 * 1024
UNKNOWN = "application/octet-stream"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
# What a browser might run as a page of ours, should it ever be shown: called plain text or unknown instead.
_ACTIVE = re.compile(r"html|svg|xml|script|xsl|flash|java|wasm|mhtml|message/|multipart/")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"<(!doctype\s+html|html|head|body|script|svg|iframe|math)\b", re.IGNORECASE)


def sniff(file: BinaryIO) -> str:
    """The content type of an open, seekable file; `application/octet-stream` when nothing says more."""
    file.seek(0)
    head = file.read(HEAD)
    by_signature = next((found for magic, found in _SIGNATURES if head.startswith(magic)), None)
    return by_signature or _container(head, file) or _text(head) or _by_library(head)


def _container(head: bytes, file: BinaryIO) -> str | None:
    """Types whose name stands inside a wrapper that several share."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    return _zip(file) if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None


_BRANDS = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"isom": "video/mp4",
    b"mp42": "video/mp4",
    b"qt  ": "video/quicktime",
}


def _zip(file: BinaryIO) -> str:
    """The list of names is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:2_000]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return UNKNOWN
    folders = {name.partition("/")[0] + "/" for name in names} if "[Content_Types].xml" in names else set()
    return next((kind for folder, kind in _OFFICE.items() if folder in folders), "application/zip")


def _text(head: bytes) -> str | None:
    text = _decoded(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")
    if _MARKUP.search(start[:4_096]):
        return "text/plain"
    if start.startswith("<?xml"):
        return "application/xml"
    return "text/csv" if _is_table(start) else "text/plain"


def _decoded(head: bytes) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    if not head or _CONTROLS.search(head):
        return None
    try:
        # The last character may have been cut by the end of the head.
        return codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return head.decode("windows-1252", errors="ignore")


def _is_table(text: str) -> bool:
    """Two or more first lines with the same number of separators, as Excel of Brazil (;) or others (, tab) write."""
    lines = text.splitlines()[:10]
    try:
        widths = [{len(row) for row in csv.reader(lines, delimiter=separator)} for separator in ";,\t"]
    except csv.Error:
        return False
    return len(lines) > 1 and any(len(counts) == 1 and min(counts) > 1 for counts in widths)


def _by_library(head: bytes) -> str:
    try:
        found = str(puremagic.from_string(head, mime=True)).lower()
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return found if _TYPE.fullmatch(found) and not _ACTIVE.search(found) and not found.startswith("image/") else UNKNOWN
