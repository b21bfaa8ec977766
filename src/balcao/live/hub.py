"""The open streams of this process, and the one thread that listens for all of them."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import DatabaseError, connections

from balcao.live import topics
from balcao.live.publish import RIGHTS
from balcao.live.stream import AGAIN, Stream, frame
from balcao.live.wires import Heard, wire

log = logging.getLogger("balcao.live")

MOST_OF_ONE = 12
"""Streams of one person: browsers, not tabs, which share one."""

SPREAD = 10.0
"""Seconds over which everybody's rights are asked for again."""

AWAY = 1.0
"""Seconds until a lost database is tried again."""


class Full(Exception):
    """There are as many streams as there may be: the browser asks every now and then instead."""


class Hub:
    """`add` and `remove` in the loop's thread; `end` from anywhere."""

    def __init__(self) -> None:
        self._streams: dict[str, set[Stream]] = defaultdict(set)
        self._of_one: Counter[int] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = asyncio.Event()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def add(self, stream: Stream) -> None:
        """From now on it hears of its topics, once `ready`. Raises Full."""
        if self._of_one[stream.user_id] >= MOST_OF_ONE or self._of_one.total() >= settings.LIVE_STREAMS:
            raise Full
        self._of_one[stream.user_id] += 1
        for topic in stream.topics:
            self._streams[topic].add(stream)
        if self._thread is None:
            self._start()

    def remove(self, stream: Stream) -> None:
        self._leave(stream, stream.topics)
        self._of_one[stream.user_id] -= 1
        if not self._of_one[stream.user_id]:
            del self._of_one[stream.user_id]

    def regrant(self, stream: Stream, granted: Iterable[str]) -> None:
        """It hears of these from now on, and of what concerns the person."""
        kept = frozenset(granted) | {topics.of_user(stream.user_id), topics.EVERYBODY}
        self._leave(stream, stream.topics - kept)
        for topic in kept - stream.topics:
            self._streams[topic].add(stream)
        stream.topics = kept

    def __len__(self) -> int:
        return self._of_one.total()

    async def ready(self) -> None:
        """Wait until nothing that is committed from now on can be missed."""
        await self._ready.wait()

    def end(self) -> None:
        """Every stream ends now, and the thread soon after."""
        loop, self._loop = self._loop, None
        self._ending.set()
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._end_all)

    def close(self) -> None:
        """`end`, and wait for the thread: its connection is closed after it."""
        with self._starting:
            thread = self._thread
        self.end()
        if thread is not None:
            thread.join(timeout=5)

    def _leave(self, stream: Stream, names: Iterable[str]) -> None:
        for topic in names:
            self._streams[topic].discard(stream)
            if not self._streams[topic]:
                del self._streams[topic]

    def _end_all(self) -> None:
        for stream in list(self._streams[topics.EVERYBODY]):
            stream.end()

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready, self._ending = asyncio.Event(), threading.Event()
        with self._starting:
            self._thread = threading.Thread(
                target=self._listen, args=(self._loop, self._ending), name="live-listener", daemon=True
            )
            self._thread.start()

    def _listen(self, loop: asyncio.AbstractEventLoop, ending: threading.Event) -> None:
        """The thread: one connection for all streams, opened again when it was lost."""

        def tell(heard: Heard) -> None:
            loop.call_soon_threadsafe(self._deliver, heard)

        while not ending.is_set():
            try:
                wire().listen(
                    until=ending.is_set, ready=lambda: void(loop.call_soon_threadsafe(self._is_ready)), hear=tell
                )
            except RuntimeError:
                break  # the loop is closed: nobody listens any more
            except Exception as error:
                level = logging.WARNING if is_database_error(error) else logging.ERROR
                log.log(level, "Live pages: the database did not answer (%s): trying again", error)
                ending.wait(AWAY)
        connections.close_all()
        if self._ending is ending:
            self._thread = None

    def _is_ready(self) -> None:
        """The first time streams may begin; after that, something may have been missed in between."""
        if self._ready.is_set():
            for stream in self._streams[topics.EVERYBODY]:
                stream.put(frame(AGAIN, {}))
        self._ready.set()

    def _deliver(self, heard: Heard) -> None:
        found = {stream for topic in heard.topics for stream in self._streams.get(topic, ())}
        if heard.kind != RIGHTS:
            frames = {topic: frame(heard.kind, {"topic": topic, **heard.ids}) for topic in heard.topics}
            for stream in found:
                stream.tell(frames)
            return
        now = asyncio.get_running_loop().time()
        spread = SPREAD if topics.EVERYBODY in heard.topics else 0.0
        for stream in found:
            stream.check_at = min(stream.check_at, now + random.uniform(0, spread))
            stream.wake.set()


def is_database_error(error: Exception) -> bool:
    """Django's, or the driver's own, whose connection we hold."""
    return isinstance(error, DatabaseError) or type(error).__module__.startswith(("psycopg", "sqlite3"))


def void(_value: object) -> None:
    """For callbacks that answer nothing."""


HUB = Hub()
