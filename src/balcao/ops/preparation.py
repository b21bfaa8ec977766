"""What a version needs before it can be served. Done already, it costs a fraction of a second."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from balcao.ops.readiness import pending_migrations


def prepare_database() -> int:
    """Apply what has not been applied; answers how many migrations that was."""
    pending = pending_migrations()
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    # The cache lives in the database: limits on tries count in all processes.
    call_command("createcachetable", verbosity=0)
    return len(pending)


def prepare_folders() -> None:
    """The folders that the settings name, readable by this user only."""
    for folder in (settings.DATA, settings.FILES_ROOT):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def collect_static() -> bool:
    """Gather and compress what browsers load; False when nothing changed since the last time."""
    if settings.DEBUG:
        return False
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = static_state()
    if stamp.is_file() and stamp.read_text() == state:
        return False
    # Older files stay: their names carry their hash, and pages that are open in browsers still ask for them.
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def is_static_current() -> bool:
    """Whether the collected files are those of this version."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    return settings.DEBUG or (stamp.is_file() and stamp.read_text() == static_state())


def static_state() -> str:
    """A fingerprint of every source file: path, size and time of change."""
    digest = hashlib.sha256(str(settings.STORAGES).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            # Files that are joined while they are read have no place on the disk: their text is their state.
            digest.update(path.encode())
            digest.update(_file_state(storage, path))
    return digest.hexdigest()


def _file_state(storage: object, path: str) -> bytes:
    try:
        known = Path(storage.path(path)).stat()  # type: ignore[attr-defined]
    except (NotImplementedError, AttributeError, OSError):
        with storage.open(path) as file:  # type: ignore[attr-defined]
            return hashlib.sha256(file.read()).digest()
    return f"{known.st_size} {known.st_mtime_ns}".encode()
