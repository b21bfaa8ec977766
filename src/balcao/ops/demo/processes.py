"""The documents of `processes/`: drafts first, because tools offer them; published once the house knows its names."""

from dataclasses import replace
from datetime import datetime, timedelta

from balcao.ops.demo.data import documents
from balcao.people.models import User
from balcao.processes.actions.publish import publish
from balcao.processes.engine import Names
from balcao.processes.models import Process
from balcao.tickets.known_names import known_names


def seed_drafts() -> None:
    Process.objects.bulk_create(Process(slug=slug, draft=text) for slug, text in documents().items())


def demo_names() -> Names:
    """The names of the seeded house; its own processes count as offered, whichever is published first."""
    return replace(known_names(), processes=frozenset(documents()))


def publish_processes(now: datetime, by: User) -> None:
    """Publish every document, before the first ticket of the story."""
    names = demo_names()
    for process in Process.objects.order_by("pk"):
        publish(process=process, names=names, by=by, now=now - timedelta(days=120))
