"""How a commit reaches every process: two implementations of one shape, chosen by the database in use."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from django.db import connection

from balcao.live.wires import postgresql, sqlite
from balcao.live.wires.heard import Heard

__all__ = ["Heard", "Wire", "wire"]


class Wire(Protocol):
    def send(self, topics: Sequence[str], kind: str, ids: Mapping[str, int]) -> None:
        """Within the caller's transaction: heard after it commits, or never."""

    def listen(self, *, until: Callable[[], bool], ready: Callable[[], None], hear: Callable[[Heard], None]) -> None:
        """Hear what is committed after `ready` was called, on a connection of its own, until told to stop.

        Raises the database's error when the connection is lost.
        """


def wire() -> Wire:
    return postgresql.WIRE if connection.vendor == "postgresql" else sqlite.WIRE
