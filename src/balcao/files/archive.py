"""A ZIP written while it is sent: neither memory nor disk holds the whole."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from balcao.files.models import StoredFile
from balcao.files.reading import read_pieces

log = logging.getLogger("balcao.files")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a ZIP: bytes at hand, or a stored file that is read when its turn comes."""

    name: str
    at: datetime
    content: bytes | StoredFile


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
    """The pieces of a ZIP with these files under their own names."""
    files = list(files)
    names = distinct_names(file.name for file in files)
    return zip_entries(Entry(name, file.created_at, file) for name, file in zip(names, files, strict=True))


def zip_entries(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The pieces of a ZIP. Files are stored as they are (pictures and documents are compressed already), our own
    bytes are compressed. A file that the storage lost is left out.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, _dos_time(entry.at))
            if isinstance(entry.content, bytes):
                archive.writestr(info, entry.content, zipfile.ZIP_DEFLATED)
                yield pipe.take()
            else:
                yield from _stored(archive, pipe, info, entry.content)
    yield pipe.take()


def _stored(archive: zipfile.ZipFile, pipe: _Pipe, info: zipfile.ZipInfo, stored: StoredFile) -> Iterator[bytes]:
    try:
        pieces = read_pieces(stored.key, 0, stored.size - 1)
    except FileNotFoundError:
        log.error("File %s is gone from the storage; its ZIP leaves without it", stored.pk)
        return
    info.file_size = stored.size
    with archive.open(info, "w") as target:
        for piece in pieces:
            target.write(piece)
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
