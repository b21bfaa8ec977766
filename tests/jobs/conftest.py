from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


def database_url() -> str:
    """The test's own database, as another process is told of it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    address = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    return f"postgresql://{address}/{settings['NAME']}"


def wait_until(happened: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Start]:
    """A function that starts a real `balcao worker` on the test's database; those still alive are ended after it."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        # The test's tasks are found by their dotted path, hence the repository on the path.
        path = os.pathsep.join([str(ROOT), *sys.path])
        environment = {**os.environ, "DATABASE_URL": database_url(), "PYTHONPATH": path}
        process = subprocess.Popen(
            [sys.executable, "-m", "balcao.ops.cli", "worker", *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Working as")
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
