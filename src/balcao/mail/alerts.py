"""What administrators should know of incoming mail, wherever they are: what is not well, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from balcao.mail.health import Health, health_of_all
from balcao.mail.models import Fate, IncomingMail

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Alert:
    """`troubled`: mailboxes that fail or are late. `held`: mails for review; MOST_COUNTED and one stand for more."""

    troubled: list[Health]
    held: int

    def __bool__(self) -> bool:
        return bool(self.troubled or self.held)

    @property
    def held_words(self) -> str:
        return f"{MOST_COUNTED}+" if self.held > MOST_COUNTED else str(self.held)


def alert_of(*, now: datetime) -> Alert:
    """Two queries."""
    troubled = [health for health in health_of_all(now=now) if not health.is_well]
    return Alert(troubled, IncomingMail.objects.filter(fate=Fate.HELD)[: MOST_COUNTED + 1].count())
