"""Delivery of one event to one listener, as a job that committed with the event."""

from django.utils.module_loading import import_string
from django_tasks import task


@task()
def deliver(event_id: int, listener: str) -> None:
    """Call the listener; it may be called again after a crash and must then change nothing."""
    import_string(listener)(event_id)
