"""What the process of a ticket could not do yet, as values for the page."""

from dataclasses import dataclass

from django.urls import reverse

from balcao.tickets.models import EffectRun, EffectStatus, Ticket
from balcao.tickets.troubles import kind_of, trouble_of


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """`retry` is where the button posts to; "" while it is tried again by itself."""

    what: str
    why: str
    tries: int
    retry: str


def troubles_of(ticket: Ticket) -> list[ShownEffect]:
    """Failed ones and those that will be tried again, oldest first. One query."""
    runs = EffectRun.objects.filter(ticket=ticket, status__in=(EffectStatus.FAILED, EffectStatus.RETRYING))
    return [
        ShownEffect(
            what=kind_of(run),
            why=trouble_of(run),
            tries=run.tries,
            retry=reverse("desk:effect_retry", args=[ticket.number, run.pk])
            if run.status == EffectStatus.FAILED
            else "",
        )
        for run in runs.order_by("id")
    ]
