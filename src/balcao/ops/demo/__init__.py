"""The demonstration: a believable desk with its companies, tools, processes and three months of tickets.

Everything is data in the YAML files of this folder; tickets come to be through the verbs that people use, with the
instants of the story.
"""

from datetime import datetime

from django.db import transaction

from balcao.people.models import User


def seed_if_empty(now: datetime) -> bool:
    """Fill a database without people; False when there are some already, and nothing is changed."""
    if User.objects.exists():
        return False
    from balcao.ops.demo.listeners import hear_all
    from balcao.ops.demo.mails import seed_mails

    with transaction.atomic():  # all of it, or it is tried again at the next start
        seed(now)
    seed_mails(now)
    hear_all(now)
    return True


def seed(now: datetime) -> None:
    """Fill an empty database. The same `now` gives the same demonstration."""
    from balcao.ops.demo.catalogue import seed_catalogue
    from balcao.ops.demo.house import seed_house
    from balcao.ops.demo.listeners import hear_all
    from balcao.ops.demo.people import seed_people
    from balcao.ops.demo.processes import publish_processes, seed_drafts
    from balcao.ops.demo.telling import tell_all

    people = seed_people(now)
    seed_house(now)
    seed_drafts()
    seed_catalogue(now)
    publish_processes(now, people["admin"])
    tell_all(now)
    hear_all(now)
