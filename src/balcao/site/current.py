"""The site row, read once and kept for a few seconds per process."""

import time

from balcao.site.models import Site

KEPT_SECONDS = 5.0


class _Kept:
    """The row as it was read, and when (monotonic seconds)."""

    site: Site | None = None
    read_at: float = 0.0


def current_site() -> Site:
    """The installation's row; made with defaults when there is none yet."""
    if _Kept.site is None or time.monotonic() - _Kept.read_at > KEPT_SECONDS:
        _Kept.site, _Kept.read_at = Site.objects.get_or_create(pk=1)[0], time.monotonic()
    return _Kept.site


def forget_site() -> None:
    """Read it anew at the next use (after it was saved, between tests)."""
    _Kept.site = None
