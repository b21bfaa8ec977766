"""SQLite: a row for each wake-up, and one connection per process that notices commits of all the others."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from balcao.live.models import Signal
from balcao.live.wires.heard import Heard

LOOK_EVERY = 0.2
"""Seconds. Looking costs some microseconds: `data_version` is a number in memory that other processes raise."""

AT_ONCE = 1000
AFTER = "SELECT id, topics, kind, ids FROM live_signal WHERE id > %s ORDER BY id LIMIT %s"


class SqliteWire:
    def send(self, topics: Sequence[str], kind: str, ids: Mapping[str, int]) -> None:
        Signal.objects.create(topics=" ".join(topics), kind=kind, ids=dict(ids), at=timezone.now())

    def listen(self, *, until: Callable[[], bool], ready: Callable[[], None], hear: Callable[[Heard], None]) -> None:
        # A name of its own: this thread's usual connection must not count as "the others".
        own = connections[connection.alias].copy(alias="live")
        try:
            with own.cursor() as cursor:
                version, last = _version(cursor), _last(cursor)
                ready()
                while not until():
                    time.sleep(LOOK_EVERY)
                    before, version = version, _version(cursor)
                    if version != before:
                        last = _hear(cursor, last, hear)
        finally:
            own.close()


def _version(cursor: Any) -> int:
    cursor.execute("PRAGMA data_version")
    return int(cursor.fetchone()[0])


def _last(cursor: Any) -> int:
    cursor.execute("SELECT COALESCE(MAX(id), 0) FROM live_signal")
    return int(cursor.fetchone()[0])


def _hear(cursor: Any, last: int, hear: Callable[[Heard], None]) -> int:
    """Hear what came after `last`; answers the newest id."""
    while True:
        cursor.execute(AFTER, [last, AT_ONCE])
        rows = cursor.fetchall()
        for _id, topics, kind, ids in rows:
            hear(Heard(topics.split(), kind, json.loads(ids)))
        last = rows[-1][0] if rows else last
        if len(rows) < AT_ONCE:
            return last


WIRE = SqliteWire()
