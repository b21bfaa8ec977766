"""`/live/stream/`: server-sent events, in the event loop itself, so that no thread waits with a browser."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections

from balcao.front.live.listener import Listener, listener_of
from balcao.live.hub import HUB, Full
from balcao.live.stream import Stream, frame

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/live/stream/"

HEARTBEAT = 20.0
"""Seconds: proxies cut what is silent for longer."""

CHECK_EVERY = 60.0
"""Seconds between two looks at a listener's session and rights. What changes them here wakes the stream at once."""

SLOWEST = 30.0
"""Seconds that a browser may take for one message."""

BEAT = frame("beat", {})
"""An event and no comment, so that the page notices when none comes."""

OUT = frame("out", {})
"""The session is over, or the person may no longer sign in."""

HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

_database = ThreadPoolExecutor(2, thread_name_prefix="live")
"""Few: each holds a connection, and a question takes some milliseconds."""


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application of this one path."""
    if scope["method"] != "GET" or _header(scope, b"sec-fetch-site") == b"cross-site":
        await _refuse(send, 404)
        return
    listener = await _ask(scope)
    if listener is None:
        await _refuse(send, 401)
        return
    mine = Stream(listener.user_id, listener.granted)
    try:
        HUB.add(mine)
    except Full:
        await _refuse(send, 503)
        return
    leaving = asyncio.create_task(_until_gone(receive, mine))
    try:
        await HUB.ready()
        await _send_all(mine, scope, send)
    except TimeoutError:
        pass  # a browser that takes nothing any more: the server closes the connection
    finally:
        leaving.cancel()
        HUB.remove(mine)


async def _send_all(mine: Stream, scope: Scope, send: Send) -> None:
    """The state first, of after the stream was made known: nothing falls between the two."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    is_first = True
    while not mine.is_over:
        now = asyncio.get_running_loop().time()
        if now >= mine.check_at:
            mine.check_at = now + CHECK_EVERY * random.uniform(0.75, 1.25)
            if not await _check(mine, scope, send, with_state=is_first):
                break
            is_first = False
        await _put(send, await mine.next(within=min(HEARTBEAT, max(0.0, mine.check_at - now))) or BEAT)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _check(mine: Stream, scope: Scope, send: Send, *, with_state: bool) -> bool:
    """Ask again who listens, and to what; False when the stream is over."""
    mine.question = asyncio.ensure_future(_ask(scope, with_state=with_state))
    try:
        listener = await mine.question
    except asyncio.CancelledError:
        if mine.is_over:
            return False  # the server ends: nobody waits for the answer
        raise
    if listener is None or listener.user_id != mine.user_id:
        await _put(send, OUT)
        return False
    HUB.regrant(mine, listener.granted)
    if listener.state is not None:
        await _put(send, frame("hello", listener.state))
    return True


async def _put(send: Send, data: bytes) -> None:
    async with asyncio.timeout(SLOWEST):
        await send({"type": "http.response.body", "body": data, "more_body": True})


async def _until_gone(receive: Receive, mine: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    mine.end()


async def _ask(scope: Scope, *, with_state: bool = False) -> Listener | None:
    return await asyncio.get_running_loop().run_in_executor(_database, _look, scope, with_state)


def _look(scope: Scope, with_state: bool) -> Listener | None:
    """In a thread: Django's database waits."""
    close_old_connections()
    try:
        return listener_of(scope, with_state=with_state)
    finally:
        close_old_connections()


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


async def _refuse(send: Send, status: int) -> None:
    """Without a word: the page then asks for its state, and learns why from there."""
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"60"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
