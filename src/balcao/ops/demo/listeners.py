"""Lets the listeners hear what the stories recorded, at once and in order, instead of by thousands of jobs at start."""

from django.utils.module_loading import import_string

from balcao.history.jobs import deliver
from balcao.jobs.models import Job, Status
from balcao.search import listeners as search
from balcao.tickets.models import Ticket

_INDEX = f"{search.__name__}.{search.index_ticket.__name__}"


def hear_all() -> None:
    """Deliver every event of the seeding to its listeners. The index is written once per ticket, not once per event."""
    waiting = Job.objects.filter(task=deliver.module_path, status=Status.READY).order_by("id")
    for event_id, path in waiting.values_list("args", flat=True):
        if path != _INDEX:
            import_string(path)(event_id)
    waiting.delete()
    for ticket_id in Ticket.objects.order_by("id").values_list("id", flat=True):
        search.index_one(ticket_id)
