"""What the `process` commands share: reading files, and finding stored documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balcao.processes.models import Process

MAX_BYTES = 16_000_000
"""More is not even read: every limit on what a document may be is far below."""


class NotFound(Exception):
    """What was asked for is not there; `str()` says what."""


def read_text(name: str) -> str:
    """The text of a file, of standard input for `-`. Raises NotFound with what is wrong."""
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFound(f"{name}: {error.strerror or error}") from None
    if len(content) > MAX_BYTES:
        raise NotFound(f"{name}: larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotFound(f"{name}: not UTF-8 at byte {error.start + 1}. Save the file as UTF-8.") from None


def stored_process(slug: str) -> Process:
    """The process with this slug. Raises NotFound, with the names that there are."""
    from balcao.processes.models import Process

    found = Process.objects.select_related("current").filter(slug=slug).first()
    if found is None:
        known = ", ".join(Process.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise NotFound(f"There is no process “{slug}”. There are: {known}.")
    return found


def document_of(process: Process, version: int | None = None) -> tuple[str, str]:
    """(what it is, text) of a version; without a number, of the version in use, else of the draft."""
    if version is not None:
        found = process.versions.filter(number=version).first()
        if found is None:
            numbers = ", ".join(str(number) for number in process.versions.values_list("number", flat=True))
            raise NotFound(f"“{process.slug}” has no version {version}. It has: {numbers or 'none'}.")
        return f"version {version}", found.document
    if process.current is not None:
        return f"version {process.current.number}", process.current.document
    return "draft", process.draft
