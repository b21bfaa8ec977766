"""Full text in the database itself: two implementations of one shape, chosen by the database in use."""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from balcao.search.engines import postgresql, sqlite
from balcao.search.entries import Entry


class Engine(Protocol):
    """`words` are folded letters and digits (search.words), the last one the beginning of a word."""

    def put(self, entries: Sequence[Entry], *, instead_of: Sequence[int]) -> None:
        """Keep the entries, and none of the keys `instead_of` besides."""

    def find(self, words: Sequence[str], *, terms: Sequence[str], any_of: Sequence[str], limit: int) -> list[int]:
        """Ticket ids of entries with every word, every term and one of `any_of`, if any; the newest tickets first."""


def engine() -> Engine:
    return postgresql.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE
