"""The documents of `processes/`, published."""

from datetime import datetime, timedelta

from balcao.ops.demo.data import data, documents
from balcao.people.models import User
from balcao.processes.actions.publish import publish
from balcao.processes.engine import Names
from balcao.processes.models import Process


def demo_names() -> Names:
    """The names outside of a document that the demonstration's documents may use."""
    house, catalogue = data("house.yaml"), data("catalogue.yaml")
    return Names(
        queues=frozenset(house["queues"]),
        states={slug: row["kind"] for slug, row in house["states"].items()},
        tools=frozenset(catalogue["tools"]),
        roles=frozenset(),
        timers=False,
    )


def seed_processes(now: datetime, by: User) -> None:
    """Publish every document, before the first ticket of the story."""
    names = demo_names()
    for slug, text in documents().items():
        process = Process.objects.create(slug=slug, draft=text)
        publish(process=process, names=names, by=by, now=now - timedelta(days=120))
