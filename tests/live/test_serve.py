"""The real command with open streams: many of them, woken by another process, and a clean end."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.live.sse import Listening
from tests.ops.test_serve import balcao, data, port, server

pytestmark = pytest.mark.slow

__all__ = ["data", "port", "server"]

MANY = 200

SIGN_IN = f"""
import json
from django.test import Client
from balcao.people.models import User
keys = []
for number in range({MANY}):
    user, _made = User.objects.get_or_create(username=f"p{{number}}", defaults={{"name": f"P {{number}}"}})
    client = Client()
    client.force_login(user)
    keys.append([user.pk, client.cookies["balcao_session"].value])
print(json.dumps(keys))
"""

PUBLISH = """
from balcao.live.publish import publish
from balcao.people.models import User
publish([f"user:{pk}" for pk in User.objects.values_list("pk", flat=True)], "read", ticket=7)
"""


def run(code: str, data: Path) -> str:
    """What this code prints, in a process of its own with the server's database."""
    done = balcao("manage", "shell", "--no-imports", "-c", code, data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


def memory(pid: int) -> int:
    """Kilobytes of the process that are in memory."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def test_many_streams_are_woken_by_another_process_and_end_with_the_server(
    server: subprocess.Popen[str], data: Path, port: int
) -> None:
    people: list[tuple[int, str]] = json.loads(run(SIGN_IN, data))
    warm = Listening(port, people[0][1])
    warm.until("hello")
    before = memory(server.pid)
    pages = [Listening(port, session) for _pk, session in people[1:]]
    for page in pages:
        assert page.next(within=20)[0] == "hello"
    assert memory(server.pid) - before < MANY * 60
    run(PUBLISH, data)
    heard = [page.next() for page in pages]
    assert heard == [("read", {"topic": f"user:{pk}", "ticket": 7}) for pk, _session in people[1:]]
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=15) == 0
    assert all(page.has_ended() for page in [warm, *pages])
