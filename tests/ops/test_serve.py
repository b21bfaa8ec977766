"""The real command on a machine of its own: started, asked, ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "DATABASE", "DJANGO"))}
    return {**kept, "BALCAO_DATA": str(data), "BALCAO_SECRET_KEY": "s" * 60, "PYTHONPATH": os.pathsep.join(sys.path)}


def balcao(*arguments: str, data: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "balcao.ops.cli", *arguments]
    return subprocess.run(
        command, env=environment(data) | extra, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that `balcao prepare` makes."""
    folder = tmp_path_factory.mktemp("portal")
    prepared = balcao("prepare", data=folder)
    assert prepared.returncode == 0, prepared.stderr
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`balcao serve`, once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "balcao.ops.cli", "serve", "--port", str(port)],
        env=environment(data),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Serving")
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    process.stdout.close()


def get(port: int, path: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends_cleanly_when_asked(
    server: subprocess.Popen[str], port: int, number: signal.Signals
) -> None:
    answer = get(port, "/healthz")
    assert answer.status == 200
    assert json.loads(answer.body) == {"status": "ok", "database": "ok"}  # type: ignore[attr-defined]
    assert answer.getheader("Server") is None
    server.send_signal(number)
    assert server.wait(timeout=15) == 0


def test_it_ends_in_time_though_a_browser_keeps_its_connection(server: subprocess.Popen[str], port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as browser:
        browser.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert browser.recv(100).startswith(b"HTTP/1.1 200")
        # and a second one is in the middle of sending
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx")
            server.send_signal(signal.SIGTERM)
            # uvicorn alone would keep such a connection for twenty seconds.
            assert server.wait(timeout=15) == 0


def test_a_worker_inside_shows_itself(server: subprocess.Popen[str], data: Path) -> None:
    report = balcao("doctor", data=data).stdout
    assert f":{server.pid}" in report


def test_a_taken_port_is_told_in_a_sentence(server: subprocess.Popen[str], data: Path, port: int) -> None:
    second = balcao("serve", "--port", str(port), data=data)
    assert second.returncode == 1
    assert second.stderr.startswith(f"balcao serve: port {port} is taken")


def test_an_old_database_is_not_served(tmp_path: Path) -> None:
    refused = balcao("serve", "--port", "0", data=tmp_path)
    assert refused.returncode == 1
    assert "Run: bin/balcao prepare" in refused.stderr


def test_settings_that_are_missing_are_named(tmp_path: Path) -> None:
    refused = balcao("serve", data=tmp_path, BALCAO_SECRET_KEY="")
    assert refused.returncode == 2
    assert refused.stderr.startswith("balcao: BALCAO_SECRET_KEY is empty")


def test_preparing_again_changes_nothing(data: Path) -> None:
    again = balcao("prepare", data=data)
    assert again.stdout == "Database: up to date.\nFiles for browsers: up to date.\n"


def test_the_demonstration_never_listens_where_others_can_reach_it(tmp_path: Path) -> None:
    for address in ("0.0.0.0", "::", "192.168.0.10"):
        refused = balcao("demo", "--host", address, "--data", str(tmp_path / "demo"), data=tmp_path)
        assert refused.returncode == 1
        assert "listens on 127.0.0.1 only" in refused.stderr
    assert not (tmp_path / "demo").exists()


def test_known_passwords_are_not_put_into_a_real_installation(data: Path) -> None:
    refused = balcao("demo-seed", data=data)
    assert refused.returncode == 1
    assert "BALCAO_DEMO is not set" in refused.stderr
