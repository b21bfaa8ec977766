"""The guard before the application: what is too long, too slow or forged does not reach a page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from balcao.config.guard import Guard, Message, Receive, Scope, Send

HOST = (b"host", b"localhost")


class Sink:
    """An application that keeps what reaches it."""

    def __init__(self) -> None:
        self.body: bytes | None = None
        self.headers: dict[bytes, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers = dict(scope["headers"])
        self.body, more = b"", True
        while more:
            message = await receive()
            self.body += message.get("body", b"")
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Sent(list[Message]):
    """What the browser got."""

    @property
    def status(self) -> int | None:
        return next((message["status"] for message in self if "status" in message), None)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self).decode()


def ask(sink: Sink, *chunks: bytes, headers: list[tuple[bytes, bytes]], limit: int = 100, ends: bool = True) -> Sent:
    """Send a request through a guard with a limit of 100 bytes and 50 ms of silence."""
    waiting: list[Message] = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if ends:
        waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent = Sent()

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": [HOST, *headers]}
    asyncio.run(Guard(sink, body_limit=limit, silence=0.05)(scope, receive, send))
    return sent


def test_a_body_arrives_whole_with_its_length() -> None:
    sink = Sink()
    sent = ask(sink, b"abc", b"def", headers=[(b"transfer-encoding", b"chunked")])
    assert (sent.status, sink.body) == (200, b"abcdef")
    assert sink.headers == {b"host": b"localhost", b"content-length": b"6"}


def test_an_empty_chunked_body_is_an_empty_body() -> None:
    sink = Sink()
    assert ask(sink, headers=[(b"transfer-encoding", b"chunked")]).status == 200
    assert sink.body == b""


def test_a_body_larger_than_memory_is_kept_aside_and_arrives_whole() -> None:
    sink, part = Sink(), b"x" * 700_000
    assert ask(sink, part, part, part, headers=[(b"content-length", b"2100000")], limit=3_000_000).status == 200
    assert sink.body == part * 3


@pytest.mark.parametrize("promised", [b"120", b"50", b"999999999999"])
def test_a_body_over_the_limit_is_refused_in_the_readers_words_whatever_it_promised(promised: bytes) -> None:
    sink = Sink()
    headers = [(b"content-length", promised), (b"accept-language", b"en-GB,en;q=0.9")]
    sent = ask(sink, b"x" * 60, b"x" * 60, headers=headers)
    assert (sent.status, sink.body) == (413, None)
    assert "Too much was sent at once" in sent.text


def test_a_sender_who_falls_silent_is_told_and_holds_no_thread() -> None:
    sink = Sink()
    assert ask(sink, b"x", headers=[(b"content-length", b"50")], ends=False).status == 408
    assert sink.body is None


def test_a_header_cannot_pass_for_one_that_a_proxy_sets() -> None:
    sink = Sink()
    ask(sink, b"x", headers=[(b"content-length", b"1"), (b"x_forwarded_for", b"6.6.6.6")])
    assert b"x_forwarded_for" not in sink.headers


def test_a_request_without_a_body_goes_straight_through() -> None:
    sink = Sink()
    assert ask(sink, headers=[(b"content-length", b"0")]).status == 200
    assert sink.body == b""
