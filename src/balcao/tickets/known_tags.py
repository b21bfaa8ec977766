"""Tags that are suggested while an agent types. Kept for a minute: a suggestion may be that old."""

from time import monotonic

from balcao.lib.prepared import Prepared
from balcao.tickets.models import Tag

MOST = 200
SECONDS_KEPT = 60.0

_NAMES = Prepared(lambda: Tag.objects.values_list("name", flat=True)[:MOST])
_kept: tuple[float, list[str]] | None = None


def known_tags() -> list[str]:
    """The first ones by name."""
    global _kept  # noqa: PLW0603
    if _kept is None or monotonic() - _kept[0] >= SECONDS_KEPT:
        _kept = monotonic(), _NAMES.rows()
    return _kept[1]


def forget_tags() -> None:
    """After a new one was made here, and between tests."""
    global _kept  # noqa: PLW0603
    _kept = None
