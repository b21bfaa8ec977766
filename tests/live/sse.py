"""A browser's side of one stream, without a browser: frames as they come."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from django.conf import settings
from django.test import Client

from balcao.people.models import User

Frame = tuple[str, dict[str, Any]]
PATIENCE = 20.0
"""Seconds; less than the half minute after which a page asks by itself."""


def session_of(user: User) -> str:
    """The key of a new session of this person."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Listening:
    """An open stream: `next` waits for a frame, `quiet` asserts that none comes."""

    def __init__(self, port: int, session: str = "", topics: Iterable[str] = ()) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        path = f"/live/stream/?topics={','.join(topics)}"
        self.connection.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        assert self.connection.sock is not None
        self.socket: socket.socket = self.connection.sock
        self.answer: HTTPResponse = self.connection.getresponse()
        self.frames: queue.Queue[Frame | None] = queue.Queue()
        if self.answer.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with suppress(OSError, ValueError, AttributeError):  # cut
            while line := self.answer.readline():
                text = line.decode()
                if text.startswith("data: "):
                    data = json.loads(text[6:])
                    kind = data.pop("kind")
                    if kind != "beat":
                        self.frames.put((kind, data))
        self.frames.put(None)

    def next(self, within: float = PATIENCE) -> Frame:
        """The next frame; fails when the stream ended or nothing came in time."""
        frame = self.frames.get(timeout=within)
        assert frame is not None, "the stream has ended"
        return frame

    def until(self, kind: str, within: float = PATIENCE) -> dict[str, Any]:
        """The next frame of this kind; others before it are let by."""
        end = time.monotonic() + within
        while (frame := self.next(max(0.01, end - time.monotonic())))[0] != kind:
            pass
        return frame[1]

    def all_within(self, seconds: float) -> list[Frame]:
        """Everything that comes in this time."""
        end, found = time.monotonic() + seconds, []
        while (left := end - time.monotonic()) > 0:
            try:
                frame = self.frames.get(timeout=left)
            except queue.Empty:
                break
            if frame is None:
                break
            found.append(frame)
        return found

    def has_ended(self, within: float = PATIENCE) -> bool:
        """Whether the server closes it in this time; frames before the end are let by."""
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            try:
                if self.frames.get(timeout=left) is None:
                    return True
            except queue.Empty:
                return False
        return False

    def cut(self) -> None:
        """As when the network goes."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.connection.close()
