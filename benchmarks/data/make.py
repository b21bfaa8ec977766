"""`python -m benchmarks.data.make --tickets N`: fills an empty, migrated database, and prints what the bench needs."""

import argparse
import json
import sys
from datetime import datetime
from random import Random
from typing import Any

import django
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

BATCH = 5000


def make(tickets: int, *, seed: int, now: datetime) -> None:
    """The demonstration, and `tickets` more around it. The same seed and `now` give the same data."""
    from balcao.history.models import Event
    from balcao.ops import demo
    from balcao.people.models import User
    from balcao.tickets.models import Message, Ticket, TicketNumber
    from benchmarks.data.bulk import poured
    from benchmarks.data.house import make_companies
    from benchmarks.data.moulds import read_moulds
    from benchmarks.data.tickets import Caster

    rng = Random(seed)
    with transaction.atomic():
        demo.seed(now)
        caster = Caster(
            moulds=read_moulds(),
            companies=make_companies(tickets, rng, now),
            agents=list(User.objects.filter(is_agent=True).order_by("id").values_list("id", flat=True)),
            rng=rng,
            now=now,
            ticket_id=max(_last(Ticket), _last(TicketNumber)),
            message_id=_last(Message),
            event_id=_last(Event),
        )
    with poured([table.name for table in caster.tables]):
        for start in range(0, tickets, BATCH):
            with transaction.atomic():
                caster.pour(min(BATCH, tickets - start))
    _settle()


def _last(model: Any) -> int:
    return int(model.objects.aggregate(last=Max("id"))["last"])


def _settle() -> None:
    """Sequences after the ids given by hand, and what PostgreSQL's autovacuum would have done by then."""
    from balcao.history.models import Event
    from balcao.jobs.models import Job
    from balcao.tickets.models import Message, Ticket, TicketNumber

    # What the demonstration still has to say would be said while pages are measured.
    Job.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Ticket, Message, Event, TicketNumber]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def facts() -> dict[str, Any]:
    """Sessions of the measured people, and tickets whose pages are asked for."""
    from django.test import Client

    from balcao.people.models import User
    from balcao.tickets.models import Ticket

    def session(username: str) -> str:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    bulk = Ticket.objects.filter(subject__endswith=")")
    marina = bulk.filter(requester__username="marina")
    queues = bulk.filter(queue__rights__team__members__username="ana").distinct()
    return {
        "sessions": {name: session(name) for name in ("marina", "paulo", "ana")},
        "tickets": _numbers(marina, is_open=False) + _numbers(marina, is_open=True),
        # Where an answer changes little besides: of resolved ones it ends the process's wait.
        "open": _numbers(marina.filter(state__kind__in=("new", "open", "waiting_customer")), is_open=True),
        "desk": _numbers(queues, is_open=True),
    }


def _numbers(tickets: Any, *, is_open: bool) -> list[int]:
    """The newest hundred."""
    return list(tickets.filter(is_open=is_open).order_by("-id").values_list("number", flat=True)[:100])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    make(options.tickets, seed=options.seed, now=timezone.now())
    json.dump(facts(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
