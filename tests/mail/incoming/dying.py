"""A program that takes a mail in, or sorts it, and is killed at one point of that: `dying.py POINT keep|sort FILE`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

POINTS: dict[str, tuple[str, str, str, str]] = {
    # What the program does, and where it dies: the function, before it began or after it ended.
    "before anything was written": ("keep", "balcao.mail.intake", "_new", "before"),
    "the row is written, its bytes are not": ("keep", "zlib", "compress", "before"),
    "the bytes are written, the job is not": ("keep", "balcao.jobs.backend:JobsBackend", "enqueue", "before"),
    "the job is written, not committed": ("keep", "balcao.jobs.backend:JobsBackend", "enqueue", "after"),
    "the place is written, not committed": ("keep", "balcao.mail.intake", "_put_place", "after"),
    "committed, and nobody was told": ("keep", "balcao.mail.intake", "keep", "after"),
    "claimed, not read": ("sort", "balcao.mail.incoming_jobs", "raw_bytes", "before"),
    "read, not parsed": ("sort", "balcao.mail.incoming_jobs", "understand", "before"),
    "parsed, nothing stored": ("sort", "balcao.mail.incoming_jobs", "file_mail", "before"),
    "bytes of a file without their row": ("sort", "balcao.files.actions.store", "_put", "after"),
    "the first file is stored": ("sort", "balcao.mail.filing", "store_bytes", "after"),
    "all files are stored": ("sort", "balcao.mail.filing", "_stored", "after"),
    "the message is written, not its fate": ("sort", "balcao.mail.filing", "write_fate", "before"),
    "the fate is written, not committed": ("sort", "balcao.mail.filing", "write_fate", "after"),
    "committed, and the job is not done": ("sort", "balcao.mail.incoming_jobs", "sort_now", "after"),
}


def die_at(point: str) -> str:
    """Puts death at the point; what the program shall do."""
    doing, place, name, when = POINTS[point]
    module, _colon, inner = place.partition(":")
    holder: Any = import_module(module)
    holder = getattr(holder, inner) if inner else holder
    setattr(holder, name, _deadly(getattr(holder, name), when))
    return doing


def _deadly(function: Callable[..., object], when: str) -> Callable[..., object]:
    def dies(*args: Any, **kwargs: Any) -> object:
        if when == "after":
            function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    return dies


def main(point: str, file: str) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from balcao.jobs.worker import run_due
    from balcao.mail import intake
    from balcao.mail.models import Mailbox

    if die_at(point) == "keep":
        box, raw = Mailbox.objects.get(), Path(file).read_bytes()
        intake.keep(content=raw, channel="imap", mailbox=box, now=timezone.now(), place=(1, 7))
    else:
        run_due(queues=["mail"])


if __name__ == "__main__":
    main(*sys.argv[1:])
