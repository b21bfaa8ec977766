"""The desk itself: site, calendars, promises, states and queues."""

from datetime import date, datetime
from typing import Any

from balcao.catalog.models import Calendar, Holiday, Promise, PromiseTarget
from balcao.ops.demo.data import data
from balcao.people.models import Team
from balcao.site.current import forget_site
from balcao.site.models import Site
from balcao.tickets.models import Queue, QueueRight, State


def seed_house(now: datetime) -> None:
    """What every ticket needs before it can be opened."""
    house = data("house.yaml")
    Site.objects.update_or_create(pk=1, defaults=house["site"])
    forget_site()
    calendars = {key: _calendar(row, now) for key, row in house["calendars"].items()}
    for row in house["promises"].values():
        promise = Promise.objects.create(
            name=row["name"], calendar=calendars[row["calendar"]], is_default=row.get("is_default", False)
        )
        PromiseTarget.objects.bulk_create(PromiseTarget(promise=promise, **target) for target in row["targets"])
    State.objects.bulk_create(
        State(slug=slug, position=10 * position, is_default=True, **row)
        for position, (slug, row) in enumerate(house["states"].items(), 1)
    )
    teams = {team.name: team for team in Team.objects.all()}
    for position, (slug, row) in enumerate(house["queues"].items(), 1):
        queue = Queue.objects.create(
            slug=slug, name=row["name"], position=10 * position, is_default=row.get("is_default", False)
        )
        QueueRight.objects.bulk_create(
            QueueRight(queue=queue, team=teams[name], right=right) for name, right in row["rights"].items()
        )


def _calendar(row: dict[str, Any], now: datetime) -> Calendar:
    fields = {key: value for key, value in row.items() if key != "holidays"}
    calendar = Calendar.objects.create(**fields)
    Holiday.objects.bulk_create(
        Holiday(calendar=calendar, on=date.fromisoformat(f"{year}-{holiday['day']}"), name=holiday["name"])
        for year in (now.year, now.year + 1)
        for holiday in row.get("holidays", [])
    )
    return calendar


def promise_names() -> dict[str, str]:
    """Key in the files → the promise's name."""
    return {key: row["name"] for key, row in data("house.yaml")["promises"].items()}
