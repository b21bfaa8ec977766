"""Tells the stories: every step of every ticket in the order of time, each by the verb that a person would use."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from balcao.catalog.models import Calendar
from balcao.catalog.promises import working_calendar
from balcao.ops.demo import steps
from balcao.ops.demo.clock import Clock
from balcao.ops.demo.data import stories
from balcao.ops.demo.teller import Teller
from balcao.people.models import User
from balcao.tickets.actions.escalate import escalate
from balcao.tickets.actions.mark_read import mark_read
from balcao.tickets.models import Ticket, TicketPerson


@dataclass(frozen=True)
class Told:
    """One step at its instant; `place` keeps the order of a story where instants are equal."""

    at: datetime
    place: tuple[int, int]
    tell: Any


def tell_all(now: datetime) -> None:
    """Open all tickets and let them live; in the end everybody has read everything but what the story leaves unread."""
    clock = Clock(now, working_calendar(Calendar.objects.get(is_default=True)))
    people = {user.username: user for user in User.objects.all()}
    told = stories()
    tellers = [Teller(story, people, number) for number, story in enumerate(told)]
    for step in sorted(_steps(tellers, clock), key=lambda step: (step.at, step.place)):
        _escalate(step.at)
        step.tell(step.at)
    _escalate(now)
    for teller in tellers:
        _read(teller)


def _escalate(until: datetime) -> None:
    """What the worker would have told of promises meanwhile, at its instants."""
    while ticket := Ticket.objects.filter(escalates_at__lte=until).order_by("escalates_at").first():
        assert ticket.escalates_at is not None
        escalate(ticket=ticket, now=ticket.escalates_at)


def _steps(tellers: list[Teller], clock: Clock) -> list[Told]:
    found = []
    by_key = {teller.story["key"]: teller for teller in tellers if "key" in teller.story}
    for number, teller in enumerate(tellers):
        at = clock.at(teller.story["at"], None)
        found.append(Told(at, (number, 0), partial(steps.open_it, teller, by_key)))
        for place, step in enumerate(teller.story.get("then", []), 1):
            at = clock.at(step["at"], at)
            found.append(Told(at, (number, place), partial(steps.tell, teller, step, place, by_key)))
    return found


def _read(teller: Teller) -> None:
    unread = set(teller.story.get("unread", []))
    for person in TicketPerson.objects.filter(ticket=teller.ticket).select_related("user"):
        if person.user.username not in unread:
            mark_read(ticket=teller.ticket, by=person.user)
