"""Has a file drawn by `render.py` in a process of its own, with limits on memory, time and output."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

SECONDS = 30
SCRIPT = Path(__file__).with_name("render.py")


class NoPreview(Exception):
    """The file cannot be drawn within the limits."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A WebP picture; `pages` of a document, None of an image."""

    content: bytes
    pages: int | None


def render(source: IO[Any], content_type: str) -> Preview:
    """Draw an image or a PDF's first page. Raises NoPreview."""
    with TemporaryDirectory(prefix="balcao-preview-") as folder:
        given, drawn = Path(folder, "given"), Path(folder, "drawn")
        with given.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        pages = _run(given, drawn, content_type)
        return Preview(drawn.read_bytes(), pages)


def _run(given: Path, drawn: Path, content_type: str) -> int | None:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), str(given), str(drawn), content_type],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            cwd=given.parent,
            env={},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NoPreview(content_type) from error
    said = done.stdout.strip()
    return int(said) if said.isdigit() else None
