"""How much of a mail is taken in. No Django: the command line reads before anything else is loaded."""

from typing import BinaryIO

MOST_BYTES = 100 * 1024 * 1024
"""A larger mail is not kept: its server gets a no for now, and its sender hears of it there."""


class TooLarge(ValueError):
    """The mail has more than MOST_BYTES."""


def read_at_most(source: BinaryIO, most: int) -> bytes:
    """All of it. Raises TooLarge after one byte more than that."""
    content = source.read(most + 1)
    if len(content) > most:
        raise TooLarge(f"more than {most} bytes")
    return content
