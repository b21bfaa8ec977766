"""PostgreSQL: NOTIFY in the verb's transaction, LISTEN on one connection per process."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, connections

from balcao.live.wires.heard import Heard

CHANNEL = "balcao_live"
TOPICS_AT_ONCE = 200
"""A payload may have 7,999 bytes, and a topic has at most 30."""

LOOK_EVERY = 0.5
"""Seconds between two looks at whether to stop; what is notified comes at once."""

ASK_EVERY = 30.0
"""Seconds between two questions whether the database is still there."""


class PostgresqlWire:
    def send(self, topics: Sequence[str], kind: str, ids: Mapping[str, int]) -> None:
        with connection.cursor() as cursor:
            for start in range(0, len(topics), TOPICS_AT_ONCE):
                payload = json.dumps([topics[start : start + TOPICS_AT_ONCE], kind, ids], separators=(",", ":"))
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])

    def listen(self, *, until: Callable[[], bool], ready: Callable[[], None], hear: Callable[[Heard], None]) -> None:
        with _connect() as own:
            own.execute(f"LISTEN {CHANNEL}")
            ready()
            asked_at = time.monotonic()
            while not until():
                for notify in own.notifies(timeout=LOOK_EVERY, stop_after=1):
                    topics, kind, ids = json.loads(notify.payload)
                    hear(Heard(topics, kind, ids))
                if time.monotonic() - asked_at > ASK_EVERY:
                    own.execute("SELECT 1")
                    asked_at = time.monotonic()


def _connect() -> Any:
    """Outside of any pool: it is held for as long as the process lives."""
    import psycopg

    parameters = connections[connection.alias].get_connection_params()
    return psycopg.connect(**{**parameters, "autocommit": True})


WIRE = PostgresqlWire()
