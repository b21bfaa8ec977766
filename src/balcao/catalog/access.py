"""What a company may open: tools with a running contract, tools for everyone, and the ended ones, listed and closed."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from balcao.catalog.models import Contract, Offer, Tool
from balcao.people.models import Organization
from balcao.site.current import current_site


@dataclass(frozen=True, slots=True)
class ContractedTool:
    """A tool as one company sees it. `ended_on` is the last day of a contract that ended; then `offers` is empty."""

    tool: Tool
    offers: tuple[Offer, ...]
    contract: Contract | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Leave to open a ticket by this process: what `tickets.actions.open_ticket` asks for."""

    offer: Offer
    contract: Contract | None


class NotOffered(Exception):
    """The company cannot open this process. `ended_on` is set when it could, until that day."""

    def __init__(self, tool: Tool | None = None, ended_on: date | None = None) -> None:
        super().__init__(tool, ended_on)
        self.tool = tool
        self.ended_on = ended_on


def today(now: datetime) -> date:
    """The day in the site's zone, in which contracts begin and end."""
    return now.astimezone(ZoneInfo(current_site().time_zone)).date()


def contracted_tools(organization: Organization, *, now: datetime) -> list[ContractedTool]:
    """The company's tools in order, ended contracts last. Three queries, whatever the size of the catalogue."""
    day = today(now)
    contracts = list(
        Contract.objects.filter(organization=organization, starts_on__lte=day)
        .select_related("tool")
        .prefetch_related("covered_offers")
    )
    running = {contract.tool_id: contract for contract in contracts if contract.is_running(day)}
    offers = _open_offers(set(running))
    tools: list[ContractedTool] = []
    for tool in sorted({offer.tool for offer in offers}, key=_order):
        contract = running.get(tool.pk)
        mine = tuple(offer for offer in offers if offer.tool_id == tool.pk and _covers(contract, offer))
        if mine:
            tools.append(ContractedTool(tool, mine, contract, None))
    return tools + _ended(contracts, running)


def find_opening(organization: Organization, tool_slug: str, process_slug: str, *, now: datetime) -> Opening:
    """The process of the tool, if this company may open it today. Raises NotOffered otherwise."""
    offer = (
        Offer.objects.select_related("tool", "process__current", "promise")
        .filter(tool__slug=tool_slug, process__slug=process_slug)
        .first()
    )
    if offer is None:
        raise NotOffered
    return opening_for(organization, offer, now=now)


def opening_for(organization: Organization, offer: Offer, *, now: datetime) -> Opening:
    """Leave to open this offer for the company. Raises NotOffered, with the last day if a contract ended."""
    day = today(now)
    contracts = list(
        Contract.objects.filter(organization=organization, tool_id=offer.tool_id, starts_on__lte=day)
        .select_related("promise__calendar")
        .prefetch_related("covered_offers")
        .order_by("starts_on")
    )
    running = next((contract for contract in contracts if contract.is_running(day) and _covers(contract, offer)), None)
    takes_new = offer.process.is_open and offer.process.current_id is not None and offer.tool.is_active
    if takes_new and (running or offer.tool.is_for_everyone):
        return Opening(offer, running)
    ends = [contract.ends_on for contract in contracts if contract.ends_on is not None and contract.ends_on < day]
    if ends and not any(contract.is_running(day) for contract in contracts):
        raise NotOffered(offer.tool, max(ends))
    raise NotOffered


def _order(tool: Tool) -> tuple[bool, int, str]:
    """What everyone has («Outro assunto») stands after what was contracted."""
    return tool.is_for_everyone, tool.position, tool.slug


def _open_offers(tool_ids: set[int]) -> list[Offer]:
    offers = Offer.objects.filter(process__is_open=True, process__current__isnull=False, tool__is_active=True)
    offers = offers.filter(tool_id__in=tool_ids) | offers.filter(tool__is_for_everyone=True)
    return list(
        offers.select_related("tool", "process__current")
        .defer("process__draft", "process__current__document")
        .order_by("tool__position", "position", "id")
    )


def _covers(contract: Contract | None, offer: Offer) -> bool:
    if contract is None:
        return offer.tool.is_for_everyone
    only = {covered.offer_id for covered in contract.covered_offers.all()}
    return not only or offer.pk in only


def _ended(contracts: list[Contract], running: dict[int, Contract]) -> list[ContractedTool]:
    last: dict[int, Contract] = {}
    for contract in contracts:
        if contract.tool_id in running or contract.ends_on is None or contract.tool.is_for_everyone:
            continue
        known = last.get(contract.tool_id)
        if known is None or (known.ends_on or date.min) < contract.ends_on:
            last[contract.tool_id] = contract
    ended = sorted(last.values(), key=lambda contract: (contract.tool.position, contract.tool.slug))
    return [ContractedTool(contract.tool, (), contract, contract.ends_on) for contract in ended]
