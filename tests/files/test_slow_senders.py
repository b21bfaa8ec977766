"""Senders on a bad line hold no thread that answers pages."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit
from urllib.request import urlopen
from uuid import uuid4

import pytest

from tests.browser import LivePortal

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 24
"""Six times the threads of the portal in tests."""


def test_pages_are_answered_while_many_pieces_trickle_in(live_portal: LivePortal) -> None:
    where = urlsplit(live_portal.url)
    begun = (
        f"PATCH /arquivos/envios/{uuid4()}/ HTTP/1.1\r\nHost: {where.netloc}\r\nUpload-Offset: 0\r\n"
        "Content-Length: 1048576\r\n\r\n"
    ).encode() + b"x" * 1000
    senders = [socket.create_connection((where.hostname or "", where.port or 0)) for _ in range(MANY)]
    try:
        for sender in senders:
            sender.sendall(begun)
        time.sleep(0.3)
        started = time.monotonic()
        with urlopen(f"{live_portal.url}/healthz", timeout=10) as answer:
            assert answer.status == 200
        assert time.monotonic() - started < 5
    finally:
        for sender in senders:
            sender.close()
