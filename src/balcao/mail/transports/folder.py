"""A folder of mails as files: a Maildir (its `new/`), or a plain folder of `.eml`. A file is read when it is whole.

In a Maildir a file is whole once it stands in `new/` (the writer renames it there). In a plain folder a writer should
rename as well; one that does not is waited for until the file has not changed for `SETTLED` seconds.
"""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from balcao.mail.intake import keep
from balcao.mail.models import AfterKeeping, Mailbox, Trouble
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.stub import READ, stub_of
from balcao.mail.transports.trouble import InTrouble

log = logging.getLogger("balcao.mail")

SETTLED = 5.0
LOOK_EVERY = 5.0
"""Seconds."""

DONE, KEPT = "done", ".kept"


@dataclass
class FolderLook:
    """`unkept`: names of files that could not be kept, with why."""

    kept: int = 0
    unkept: dict[str, str] = field(default_factory=dict)


class NotWhole(Exception):
    """Somebody is still writing it."""


def look_into(mailbox: Mailbox, strikes: Strikes, *, go_on: Callable[[], bool], settled: float = SETTLED) -> FolderLook:
    """Keep every file that is whole, oldest first. Raises InTrouble when the folder itself is no good."""
    base = checked(mailbox.path)
    found = FolderLook()
    files = _files(base, settled)
    strikes.only({file.name for file in files})
    for file in files:
        if not go_on():
            break
        if strikes.waits(file.name, now=timezone.now()):
            found.unkept[file.name] = "it failed before, and waits to be tried again"
            continue
        _take_in(file, base, mailbox, strikes, found)
    return found


def checked(path: str) -> Path:
    """The folder, if it is one that mail may be read from (settings.MAIL_FOLDERS) and can be worked in."""
    try:
        base = Path(path).resolve(strict=True) if path else None
    except (OSError, ValueError) as error:
        raise InTrouble(Trouble.FOLDER, f"{path}: {error}") from None
    if base is None or not base.is_dir():
        raise InTrouble(Trouble.FOLDER, f"{path}: no folder")
    if not any(base.is_relative_to(Path(root).resolve()) for root in settings.MAIL_FOLDERS):
        raise InTrouble(Trouble.FORBIDDEN, f"{path} lies outside BALCAO_DATA/mail and BALCAO_MAIL_FOLDERS")
    if not os.access(base, os.R_OK | os.W_OK | os.X_OK):
        raise InTrouble(Trouble.FOLDER, f"{path} may not be read and written")
    return base


def is_maildir(base: Path) -> bool:
    return (base / "new").is_dir()


def _files(base: Path, settled: float) -> list[Path]:
    try:
        names = sorted((base / "new").iterdir() if is_maildir(base) else base.iterdir())
        return [file for file in names if _is_ready(file, is_maildir(base), settled)]
    except OSError as error:
        raise InTrouble(Trouble.FOLDER, f"{base}: {error.strerror}") from None


def _is_ready(file: Path, in_maildir: bool, settled: float) -> bool:
    if file.name.startswith("."):
        return False
    try:
        about = file.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(about.st_mode):
        return False
    if file.with_name(file.name + KEPT).exists():
        return False
    if in_maildir:
        return not file.name.endswith(KEPT)
    return file.suffix.lower() == ".eml" and time.time() - about.st_mtime >= settled


def _take_in(file: Path, base: Path, mailbox: Mailbox, strikes: Strikes, found: FolderLook) -> None:
    try:
        content = _read(file)
    except (FileNotFoundError, NotWhole):
        return
    except OSError as error:
        _missed(file, f"{error.strerror}", mailbox, strikes, found)
        return
    try:
        keep(content=content, channel="folder", mailbox=mailbox, now=timezone.now())
    except Exception as error:
        log.exception("Mailbox %s: %s cannot be kept", mailbox.name, file.name)
        _missed(file, f"{type(error).__name__}: {error}", mailbox, strikes, found)
        return
    found.kept += 1
    strikes.succeeded([file.name])
    try:
        _put_away(file, base, mailbox)
    except OSError as error:
        # Its bytes are here: when it is read again, it is the same mail.
        _missed(file, f"it is kept, but cannot be put away: {error.strerror}", mailbox, strikes, found)


def _read(file: Path) -> bytes:
    """Not through a link that was put in its place; raises NotWhole when it grew meanwhile."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as source:
        before = os.fstat(descriptor)
        if before.st_size > settings.MAIL_MAX_BYTES:
            return stub_of(source.read(READ), size=before.st_size, where=str(file))
        content = source.read()
        if len(content) != before.st_size or os.fstat(descriptor).st_mtime_ns != before.st_mtime_ns:
            raise NotWhole(file.name)
        return content


def _put_away(file: Path, base: Path, mailbox: Mailbox) -> None:
    """After the commit: into `done/` (or the folder that is named), deleted, or left with a mark beside it."""
    is_large = file.stat().st_size > settings.MAIL_MAX_BYTES
    if mailbox.after_keeping == AfterKeeping.LEAVE or (is_large and mailbox.after_keeping == AfterKeeping.DELETE):
        file.with_name(file.name + KEPT).touch()
    elif mailbox.after_keeping == AfterKeeping.DELETE:
        file.unlink()
    else:
        name = mailbox.move_to if mailbox.after_keeping == AfterKeeping.MOVE and mailbox.move_to else DONE
        target = base / Path(name).name
        target.mkdir(exist_ok=True)
        file.rename(_free(target / file.name))


def _free(wanted: Path) -> Path:
    """A name that nothing bears yet: `rename` would replace another mail without a word."""
    return next(path for path in _names(wanted) if not path.exists())


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    number = 2
    while True:
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1


def _missed(file: Path, why: str, mailbox: Mailbox, strikes: Strikes, found: FolderLook) -> None:
    log.warning("Mailbox %s: %s: %s", mailbox.name, file.name, why)
    strikes.failed(file.name, now=timezone.now())
    found.unkept[file.name] = f"{file.name}: {why}"
