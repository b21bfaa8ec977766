"""Lets the listeners hear what the stories recorded, at once and in order, instead of by thousands of jobs at start."""

from django.utils.module_loading import import_string

from balcao.history.jobs import deliver
from balcao.jobs.models import Job, Status


def hear_all() -> None:
    """Deliver every event of the seeding to its listeners; indexing once per ticket is enough."""
    waiting = Job.objects.filter(task=deliver.module_path, status=Status.READY).order_by("id")
    for event_id, path in waiting.values_list("args", flat=True):
        import_string(path)(event_id)
    waiting.delete()
