"""Paging by the last row's key instead of an offset: each page is one index walk, however far down."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order by `key` and, where keys are equal, by the row's number `tie`: both paths of a query, one direction."""

    key: str
    tie: str
    descending: bool = True
    is_instant: bool = True

    @property
    def ordering(self) -> tuple[str, str]:
        sign = "-" if self.descending else ""
        return f"{sign}{self.key}", f"{sign}{self.tie}"

    def after(self, cursor: str) -> Q:
        """Rows that come after the cursor; all of them when it is none of ours."""
        return self.beyond(*self.place(cursor))

    def place(self, cursor: str) -> tuple[Any, int | None]:
        """The key and the row's number that a cursor stands for; twice None when it is none of ours."""
        match = CURSOR.fullmatch(cursor)
        if match is None:
            return None, None
        key, tie = int(match[1]), int(match[2])
        if not self.is_instant:
            return key, tie
        try:
            return EPOCH + timedelta(microseconds=key), tie
        except OverflowError:
            return None, None

    def beyond(self, key: Any, tie: int | None) -> Q:
        """Rows after that place; all of them for None."""
        if tie is None:
            return Q()
        side = "lt" if self.descending else "gt"
        # Written so that the index is entered at the key: a row value that both databases understand.
        return Q(**{f"{self.key}__{side}e": key}) & (
            Q(**{f"{self.key}__{side}": key}) | Q(**{f"{self.tie}__{side}": tie})
        )

    def cursor(self, key: datetime | int, tie: int) -> str:
        number = (key - EPOCH) // timedelta(microseconds=1) if isinstance(key, datetime) else key
        return f"{number}-{tie}"
