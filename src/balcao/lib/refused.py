"""The one way in which a verb says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """A verb cannot be done now, with the reason for the person who asked.

    `message` may be given lazy: it is then put into words when it is read, in the language active at that moment.
    """

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self._message = message

    @property
    def message(self) -> str:
        return str(self._message)

    def __str__(self) -> str:
        return self.message
