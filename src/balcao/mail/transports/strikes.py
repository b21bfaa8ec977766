"""Mails that could not be fetched or kept: each waits longer and longer, and the others go first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)

Key = int | str
"""A UID, or a file's name."""


class Strikes:
    """Known by this process alone: another one, or the next start, tries again at once."""

    def __init__(self) -> None:
        self._failures: dict[Key, tuple[int, datetime]] = {}
        self._suspects: set[Key] = set()

    @property
    def is_careful(self) -> bool:
        """Mails are taken one by one, so that a bad one is known by its number."""
        return bool(self._failures or self._suspects)

    def failed(self, key: Key, *, now: datetime) -> None:
        times = self._failures.get(key, (0, now))[0] + 1
        self._failures[key] = (times, now + min(FIRST_WAIT * 2 ** min(times - 1, 10), LONGEST_WAIT))

    def line_broke(self, keys: Collection[Key], *, now: datetime) -> None:
        """While these were fetched. It may have been one of them; twice at a single one, it was that one."""
        if len(keys) == 1 and self._suspects.issuperset(keys):
            self.failed(next(iter(keys)), now=now)
        self._suspects.update(keys)

    def succeeded(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._failures.pop(key, None)
            self._suspects.discard(key)

    def waits(self, key: Key, *, now: datetime) -> bool:
        return key in self._failures and now < self._failures[key][1]

    def only(self, keys: Collection[Key]) -> None:
        """Forget mails that are not there any more."""
        self._failures = {key: value for key, value in self._failures.items() if key in keys}
        self._suspects.intersection_update(keys)
