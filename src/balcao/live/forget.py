"""Wake-ups and presences that are over."""

from datetime import datetime, timedelta

from balcao.live.models import Presence, Signal

KEPT = timedelta(minutes=10)
"""Every process looks several times a second."""


def forget_past(*, now: datetime) -> int:
    """Delete what nobody reads any more; answers how many rows."""
    past = now - KEPT
    return Signal.objects.filter(at__lt=past).delete()[0] + Presence.objects.filter(until__lt=past).delete()[0]
