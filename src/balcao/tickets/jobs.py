"""What happens to tickets when nobody does anything."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes.models import ProcessVersion
from balcao.tickets import draft_jobs, field_value_jobs  # noqa: F401  found by the worker with this module
from balcao.tickets.actions.announce_closing import announce_closing
from balcao.tickets.actions.close_silent import close_silent
from balcao.tickets.actions.escalate import escalate
from balcao.tickets.actions.fire_timer import fire_timer
from balcao.tickets.actions.move_to_version import move_to_version
from balcao.tickets.actions.reckon_promises import reckon_again
from balcao.tickets.actions.snooze import unsnooze
from balcao.tickets.acts.perform import carry_out_act
from balcao.tickets.models import Act, Ticket, Timer
from balcao.tickets.silence import about_to_close, silent_tickets
from balcao.tickets.versions import running_tickets

ESCALATED_AT_ONCE = 500
"""The others wait a minute: the worker has more to do."""


@task()
def fire(timer_id: int) -> None:
    """A timer of a process has come; one that is over changes nothing."""
    timer = Timer.objects.select_related("ticket").filter(pk=timer_id).first()
    if timer is not None:
        fire_timer(timer=timer, now=timezone.now())


@task()
def wake_snoozed(ticket_id: int, until: str) -> None:
    """The moment until which a ticket was put off has come; one that was put off anew waits on."""
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket is not None:
        unsnooze(ticket=ticket, by=None, now=timezone.now(), until=datetime.fromisoformat(until))


@task()
def go_on_with_act(act_id: int) -> None:
    """Carry out what an act has still to do; after a crash, the rest."""
    act = Act.objects.select_related("by").filter(pk=act_id).first()
    if act is not None:
        carry_out_act(act, now=timezone.now)


@task()
def move_tickets(old_id: int, new_id: int, mapping: dict[str, str], by_id: int) -> None:
    """Move the open tickets of a version, each in a transaction of its own; those without a destination stay."""
    old, new = ProcessVersion.objects.get(pk=old_id), ProcessVersion.objects.get(pk=new_id)
    by = User.objects.get(pk=by_id)
    for ticket in running_tickets(old).order_by("id").iterator():
        try:
            move_to_version(ticket=ticket, to=new, mapping=mapping, by=by, now=timezone.now())
        except Refused:
            continue


@periodic(every=timedelta(minutes=1))
@task()
def escalate_promises() -> None:
    """Tell the team of promises that are about to run out, and of those that did."""
    now = timezone.now()
    for ticket in Ticket.objects.filter(escalates_at__lte=now).order_by("escalates_at")[:ESCALATED_AT_ONCE]:
        escalate(ticket=ticket, now=now)


@task()
def reckon_promises(calendar_id: int) -> None:
    """The calendar, or a promise on it, was changed: reckon the open tickets that run on it, each by itself."""
    running = Ticket.objects.filter(is_open=True, promise__calendar_id=calendar_id)
    for pk in list(running.order_by("id").values_list("pk", flat=True)):
        ticket = running.filter(pk=pk).first()
        if ticket is not None:
            reckon_again(ticket=ticket, now=timezone.now())


@periodic(every=timedelta(minutes=15))
@task()
def close_after_silence() -> None:
    """Close tickets that were marked as solved, when nobody objected for the business days of the site."""
    now = timezone.now()
    for ticket in silent_tickets(now):
        close_silent(ticket=ticket, now=now)


@periodic(every=timedelta(minutes=15))
@task()
def announce_closings() -> None:
    """Tell people, a business day before silence closes their ticket."""
    now = timezone.now()
    for ticket in about_to_close(now):
        announce_closing(ticket=ticket, now=now)
