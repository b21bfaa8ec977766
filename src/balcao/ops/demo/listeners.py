"""Lets the listeners hear what the stories recorded, at once and in order, instead of by thousands of jobs at start."""

from datetime import datetime, timedelta

from django.utils.module_loading import import_string

from balcao.history.jobs import deliver
from balcao.history.models import Event
from balcao.jobs.models import Job, Status
from balcao.notifications import fan_out
from balcao.search import listeners as search
from balcao.tickets.models import Ticket

MAILED = timedelta(hours=30)

_TELL = f"{fan_out.__name__}.{fan_out.tell_people.__name__}"
_INDEX = f"{search.__name__}.{search.index_ticket.__name__}"


def hear_all(now: datetime) -> None:
    """Deliver every event of the seeding to its listeners. The index is written once per ticket, not once per event.

    Mails are kept of what happened within the last hours: nobody reads three months of them.
    """
    waiting = Job.objects.filter(task=deliver.module_path, status=Status.READY).order_by("id")
    recent = set(Event.objects.filter(at__gt=now - MAILED).values_list("id", flat=True))
    for event_id, path in waiting.values_list("args", flat=True):
        if path == _TELL:
            fan_out.tell(event_id, by_mail=event_id in recent)
        elif path != _INDEX:
            import_string(path)(event_id)
    waiting.delete()
    for ticket_id in Ticket.objects.order_by("id").values_list("id", flat=True):
        search.index_one(ticket_id)
