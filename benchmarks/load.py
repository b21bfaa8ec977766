"""The load generator: connections kept open, one request at a time on each, every answer checked.

A process of its own, so that it does not share the server's interpreter: a job comes in as JSON, figures go out.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

KEY = uuid.UUID(int=0)
"""Stands in bodies where each request has a key of its own."""

PATIENCE = 20.0
RECEIVED = 65536


class WrongAnswer(Exception):
    """The page asked for is not what came."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """`marker` stands at least `times` in the body; `never` does not stand there (the login form, an error)."""

    status: int
    marker: str = ""
    times: int = 1
    never: str = ""

    def check(self, answer: Answer) -> None:
        """Raises WrongAnswer with what came instead."""
        if answer.status != self.status:
            where = answer.headers.get("location", "")
            raise WrongAnswer(f"status {answer.status} {where}, expected {self.status}")
        if self.marker and answer.body.count(self.marker.encode()) < self.times:
            raise WrongAnswer(f"{self.marker!r} stands there {answer.body.count(self.marker.encode())} times")
        if self.never and self.never.encode() in answer.body:
            raise WrongAnswer(f"{self.never!r} stands there")


@dataclass(slots=True)
class Measured:
    """Latencies in milliseconds, seconds that it took, what was wrong."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Connection:
    """HTTP/1.1 on one socket, no more of it than our server speaks: lengths, no chunks."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._open()
        self.rest = b""

    def _open(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.rest:
            self._receive()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(self.rest) < length:
            self._receive()
        body, self.rest = self.rest[:length], self.rest[length:]
        if headers.get("connection") == "close":
            self.socket.close()
            self.socket = self._open()
        return Answer(int(status.split()[1]), headers, body)

    def _receive(self) -> None:
        received = self.socket.recv(RECEIVED)
        if not received:
            raise WrongAnswer("the server hung up")
        self.rest += received

    def close(self) -> None:
        self.socket.close()


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fresh(raw: bytes) -> bytes:
    """The request with a key of its own."""
    return raw.replace(str(KEY).encode(), str(uuid.uuid4()).encode())


def drive(
    port: int, requests: list[bytes], expected: Expected, *, until: float, measured: Measured, first: int
) -> None:
    """Ask one after the other until the time is over, beginning at another place than the other connections."""
    connection = Connection(port)
    index = first
    try:
        while time.perf_counter() < until and len(measured.wrong) < 3:
            raw = fresh(requests[index % len(requests)])
            index += 7  # not in step with the others
            began = time.perf_counter()
            answer = connection.ask(raw)
            measured.latencies.append((time.perf_counter() - began) * 1000)
            try:
                expected.check(answer)
            except WrongAnswer as wrong:
                measured.wrong.append(str(wrong))
    except (OSError, WrongAnswer) as broken:
        measured.wrong.append(f"connection: {broken}")
    finally:
        connection.close()


def run(job: dict[str, Any]) -> Measured:
    """All connections of this process, each in a thread."""
    measured, expected = Measured(), Expected(**job["expected"])
    requests = [raw.encode("latin-1") for raw in job["requests"]]
    began = time.perf_counter()
    threads = [
        threading.Thread(
            target=drive,
            args=(job["port"], requests, expected),
            kwargs={"until": began + job["seconds"], "measured": measured, "first": job["first"] + place * 3},
        )
        for place in range(job["connections"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured.seconds = time.perf_counter() - began
    return measured


if __name__ == "__main__":
    json.dump(asdict(run(json.load(sys.stdin))), sys.stdout)
