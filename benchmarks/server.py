"""The server as production runs it, in a process of its own, and what that process costs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Connection, request

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
START_MAY_TAKE = 30.0


@dataclass(frozen=True, slots=True)
class Running:
    """`started` is how many seconds passed until its first page was answered; `database` PostgreSQL's first process."""

    port: int
    pid: int
    started: float
    database: int | None

    def cpu(self) -> float:
        """Seconds of processor time that the server has used."""
        return _cpu(Path(f"/proc/{self.pid}/stat").read_text())

    def database_cpu(self) -> float:
        """Seconds used by all of PostgreSQL's processes, ended ones too; SQLite works in the server's own time."""
        return _family_cpu(self.database) if self.database is not None else 0.0

    def memory(self) -> float:
        """MB of the process that are in memory."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def environment(data: Path, url: str) -> dict[str, str]:
    """Of every command on the bench's own data; nothing of this shell's own Balcão reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "DATABASE_URL"))}
    return {
        **kept,
        "BALCAO_DATA": str(data),
        "BALCAO_SECRET_KEY": "bench-" + "0123456789abcdef" * 4,
        "BALCAO_LOG_LEVEL": "ERROR",
        "BALCAO_MAIL_KEPT_LOCALLY": "1",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


@contextmanager
def serving(environ: dict[str, str], database: int | None) -> Iterator[Running]:
    """`balcao serve` on a free port, once it answers its first page."""
    port = _free_port()
    began = time.perf_counter()
    command = [sys.executable, "-m", "balcao.ops.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield Running(port, process.pid, time.perf_counter() - began, database)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < START_MAY_TAKE:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode}")
        try:
            connection = Connection(port)
        except OSError:
            time.sleep(0.02)
            continue
        try:
            if connection.ask(request("GET", "/entrar/", {})).status == 200:
                return
        finally:
            connection.close()
    raise RuntimeError("the server did not answer its first page")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu(stat: str, *, with_children: bool = False) -> float:
    """User and system seconds from a line of /proc/<pid>/stat."""
    fields = stat.rpartition(")")[2].split()
    return sum(int(value) for value in fields[11 : 15 if with_children else 13]) / TICKS


def _family_cpu(postmaster: int) -> float:
    """Of the process and its children, ended ones too: each of PostgreSQL's works in a session of its own."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = path.read_text()
        except OSError:
            continue
        if int(path.parent.name) == postmaster:
            total += _cpu(stat, with_children=True)
        elif int(stat.rpartition(")")[2].split()[1]) == postmaster:
            total += _cpu(stat)
    return total


def postmaster(url: str) -> int:
    """The process of the PostgreSQL that listens at this address, which is the parent of its others."""
    port = url.rpartition(":")[2].partition("/")[0]
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"port={port}".encode() in words:
            return int(path.parent.name)
    raise RuntimeError("PostgreSQL's process was not found")
