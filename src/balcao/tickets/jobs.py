"""What happens to tickets when nobody does anything."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes.models import ProcessVersion
from balcao.tickets.actions.announce_closing import announce_closing
from balcao.tickets.actions.close_silent import close_silent
from balcao.tickets.actions.fire_timer import fire_timer
from balcao.tickets.actions.move_to_version import move_to_version
from balcao.tickets.models import Timer
from balcao.tickets.silence import about_to_close, silent_tickets
from balcao.tickets.versions import running_tickets


@task()
def fire(timer_id: int) -> None:
    """A timer of a process has come; one that is over changes nothing."""
    timer = Timer.objects.select_related("ticket").filter(pk=timer_id).first()
    if timer is not None:
        fire_timer(timer=timer, now=timezone.now())


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
