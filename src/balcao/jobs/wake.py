"""Wakes the workers of this process as soon as a job commits; workers elsewhere find it when they look."""

import threading

_changed = threading.Condition()
_count = 0


def notify() -> None:
    """Something to do was committed, or the process is about to stop."""
    global _count  # noqa: PLW0603
    with _changed:
        _count += 1
        _changed.notify_all()


def seen() -> int:
    """A mark to give to `wait`: what is notified after it is not missed."""
    with _changed:
        return _count


def wait(mark: int, seconds: float) -> None:
    """Return when `notify` is called after `mark` was taken, or when the time is over."""
    with _changed:
        _changed.wait_for(lambda: _count != mark, timeout=seconds)
