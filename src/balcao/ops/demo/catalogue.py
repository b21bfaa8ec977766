"""Tools with their processes, and who contracted what."""

from datetime import date, datetime, timedelta
from typing import Any

from balcao.catalog.access import today
from balcao.catalog.models import Contract, CoveredOffer, Offer, Promise, Tool
from balcao.ops.demo.data import data
from balcao.ops.demo.house import promise_names
from balcao.people.models import Organization
from balcao.processes.models import Process


def seed_catalogue(now: datetime) -> None:
    """Tools, offers and contracts. Dates of contracts follow the day of seeding."""
    catalogue = data("catalogue.yaml")
    by_name = {promise.name: promise for promise in Promise.objects.all()}
    promises = {key: by_name[name] for key, name in promise_names().items()}
    for position, (slug, row) in enumerate(catalogue["tools"].items(), 1):
        _tool(slug, row, 10 * position, promises)
    for company, contracts in catalogue["contracts"].items():
        organization = Organization.objects.get(slug=company)
        for tool, row in contracts.items():
            _contract(organization, Tool.objects.get(slug=tool), row, today(now), promises)


def _tool(slug: str, row: dict[str, Any], position: int, promises: dict[str, Promise]) -> None:
    tool = Tool.objects.create(
        slug=slug,
        name=row["name"],
        description=row["description"],
        icon=row["icon"],
        position=position,
        is_for_everyone=row.get("is_for_everyone", False),
    )
    for place, process in enumerate(row["processes"], 1):
        Offer.objects.create(
            tool=tool,
            process=Process.objects.get(slug=process),
            promise=promises.get(row.get("promise", "")),
            position=10 * place,
        )


def _contract(
    organization: Organization, tool: Tool, row: dict[str, Any], day: date, promises: dict[str, Promise]
) -> None:
    contract = Contract.objects.create(
        organization=organization,
        tool=tool,
        starts_on=day + timedelta(days=row["from"]),
        ends_on=_end(row, day),
        promise=promises.get(row.get("promise", "")),
        note=row.get("note", ""),
    )
    own = row.get("covered_promises", {})
    covered = row.get("covered") or (list(tool.offers.values_list("process__slug", flat=True)) if own else [])
    for slug in covered:
        CoveredOffer.objects.create(
            contract=contract, offer=tool.offers.get(process__slug=slug), promise=promises.get(own.get(slug, ""))
        )


def _end(row: dict[str, Any], day: date) -> date | None:
    if "until" in row:
        return day + timedelta(days=row["until"])
    if "month_end" in row:
        return _month_end(day, row["month_end"])
    return None


def _month_end(day: date, months_ago: int) -> date:
    """The last day of the month so many months ago."""
    first = day.replace(day=1)
    for _ in range(months_ago - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first - timedelta(days=1)
