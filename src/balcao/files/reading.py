"""Stored bytes piece by piece, whole or from one place to another, wherever they are kept."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from django.core.files.storage import default_storage

from balcao.files.storage_down import told_as_down

CHUNK = 256 * 1024
HEAD = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class OutOfRange(ValueError):
    """The asked bytes lie behind the end."""


def read_pieces(key: str, first: int, last: int) -> Iterator[bytes]:
    """The bytes from `first` to `last`, both included. Raises FileNotFoundError and StorageDown at once, not later."""
    from_bucket = getattr(default_storage, "pieces", None)
    with told_as_down():
        if from_bucket is not None:
            pieces: Iterator[bytes] = from_bucket(key, first, last, CHUNK)
            return pieces
        source = default_storage.open(key)
        source.seek(first)

    def pieces_of_file() -> Iterator[bytes]:
        left = last - first + 1
        with source:
            while left > 0 and (piece := source.read(min(CHUNK, left))):
                left -= len(piece)
                yield piece

    return pieces_of_file()


def charset_of(key: str, size: int) -> str:
    """The encoding of a stored text: what Brazilian systems wrote for long is not UTF-8. `size` above 0."""
    head = b"".join(read_pieces(key, 0, min(size, HEAD) - 1))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=size <= HEAD)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a `Range` header; None when there is none, or one of several parts or another unit.

    Raises OutOfRange. RFC 9110 §14: what we do not serve in parts is sent whole.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    first = int(start) if start else max(0, size - int(end))
    last = min(int(end), size - 1) if start and end else size - 1
    if start and end and int(end) < int(start):
        return None
    if first >= size or (not start and int(end) == 0):
        raise OutOfRange(header)
    return first, last
