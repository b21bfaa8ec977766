"""What one browser is going to be told. Touched in the thread of the loop only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from balcao.live import topics

AGAIN = "again"
"""Something may have been missed: the page asks for its state and compares."""

MOST_PENDING = 100
"""A browser that takes no more is told to look again instead."""


class Stream:
    """`topics` are those that were granted, the person's own among them."""

    __slots__ = ("check_at", "is_over", "pending", "question", "topics", "user_id", "wake")

    def __init__(self, user_id: int, granted: Iterable[str]) -> None:
        self.user_id = user_id
        self.topics = frozenset(granted) | {topics.of_user(user_id), topics.EVERYBODY}
        self.pending: dict[bytes, None] = {}
        self.wake = asyncio.Event()
        self.is_over = False
        self.check_at = 0.0
        """When to ask whether it may still listen, in the loop's time."""
        self.question: asyncio.Future[Any] | None = None
        """What was asked and not yet answered."""

    def tell(self, frames: Mapping[str, bytes]) -> None:
        """Topic → what is said there; the same twice before it was sent is one."""
        for topic, data in frames.items():
            if topic in self.topics:
                self.put(data)

    def put(self, data: bytes) -> None:
        if len(self.pending) >= MOST_PENDING:
            self.pending.clear()
            data = frame(AGAIN, {})
        self.pending[data] = None
        self.wake.set()

    def end(self) -> None:
        self.is_over = True
        self.wake.set()
        if self.question is not None:
            self.question.cancel()

    async def next(self, *, within: float) -> bytes:
        """What to send: all that is pending, or nothing when the time is over."""
        if not self.pending and not self.is_over:
            try:
                async with asyncio.timeout(within):
                    await self.wake.wait()
            except TimeoutError:
                return b""
        self.wake.clear()
        data = b"".join(self.pending)
        self.pending.clear()
        return data


def frame(kind: str, values: Mapping[str, object]) -> bytes:
    """One server-sent event: JSON with its `kind`, which holds no line breaks."""
    return f"data: {json.dumps({'kind': kind, **values}, separators=(',', ':'))}\n\n".encode()
