"""Wakes open pages when the transaction commits; nothing is sent of what was rolled back."""

from collections.abc import Iterable

from balcao.live import topics
from balcao.live.wires import wire

RIGHTS = "rights"
"""The kind that is not sent on: whoever listens to the topic is asked again what they may hear."""


def publish(to: Iterable[str], kind: str, **ids: int) -> None:
    """Say `kind` to the topics, with ids only: whoever hears it fetches what it is allowed to see."""
    names = list(dict.fromkeys(to))
    if names:
        wire().send(names, kind, ids)


def recheck(user_id: int | None = None) -> None:
    """Rights of a person changed, or of nobody knows whom: their streams are asked again, and end with the session."""
    publish([topics.of_user(user_id) if user_id is not None else topics.EVERYBODY], RIGHTS)
