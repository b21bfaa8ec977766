"""Several stored files as one ZIP, written while it is sent: neither memory nor disk holds the whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast

from django.core.files.storage import default_storage

from balcao.files.models import StoredFile

CHUNK = 256 * 1024


class _Pipe:
    """What ZipFile writes to; what was written is taken out piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def zip_of(files: Iterable[StoredFile]) -> Iterator[bytes]:
    """The pieces of a ZIP with these files, stored as they are (pictures and documents are compressed already)."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_STORED) as archive:
        for stored, name in zip(files := list(files), distinct_names(file.name for file in files), strict=True):
            entry = zipfile.ZipInfo(name, _dos_time(stored.created_at))
            entry.file_size = stored.size
            with default_storage.open(stored.key) as source, archive.open(entry, "w") as target:
                while chunk := source.read(CHUNK):
                    target.write(chunk)
                    yield pipe.take()
    yield pipe.take()


def distinct_names(names: Iterable[str]) -> list[str]:
    """Names that systems which ignore case can unpack side by side: «foto.png», «foto (2).png»."""
    taken: set[str] = set()
    result = []
    for name in names:
        stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
        number, free = 1, name
        while free.casefold() in taken:
            number += 1
            free = f"{stem} ({number}){dot}{extension}"
        taken.add(free.casefold())
        result.append(free)
    return result


def _dos_time(at: datetime) -> tuple[int, int, int, int, int, int]:
    return (max(1980, at.year), at.month, at.day, at.hour, at.minute, at.second)
