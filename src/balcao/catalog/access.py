"""What a company may open: tools with a running contract, tools for everyone, and the ended ones, listed and closed."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from balcao.catalog.models import Contract, CoveredOffer, Offer, Tool
from balcao.lib.prepared import Prepared
from balcao.people.models import Organization
from balcao.site.current import current_site

_CONTRACTS = Prepared(
    lambda company, day: (
        Contract.objects.filter(organization_id=company, starts_on__lte=day).select_related("tool").order_by("id")
    )
)
_CONTRACTS_OF_TOOL = Prepared(
    lambda company, tool, day: (
        Contract.objects.filter(organization_id=company, tool_id=tool, starts_on__lte=day)
        .select_related("promise__calendar")
        .order_by("starts_on")
    )
)
_COVERED = Prepared(
    lambda contracts: CoveredOffer.objects.filter(contract_id__in=contracts).values_list("contract_id", "offer_id")
)
_OPEN_OFFERS = Prepared(
    lambda tools: (
        Offer.objects.filter(process__is_open=True, process__current__isnull=False, tool__is_active=True)
        .filter(Q(tool_id__in=tools) | Q(tool__is_for_everyone=True))
        .select_related("tool", "process__current")
        .only(
            *("position", "tool", "process__slug", "process__current"),
            *("tool__slug", "tool__name", "tool__icon", "tool__description", "tool__position"),
            "tool__is_for_everyone",
            *("process__current__name", "process__current__use_when", "process__current__synonyms"),
        )
        .order_by("tool__position", "position", "id")
    )
)


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
    contracts = _CONTRACTS.rows(organization.pk, day)
    covered = _covered(contracts)
    running = {contract.tool_id: contract for contract in contracts if contract.is_running(day)}
    by_tool: dict[Tool, list[Offer]] = {}
    for offer in _OPEN_OFFERS.rows(list(running)):
        by_tool.setdefault(offer.tool, []).append(offer)
    tools: list[ContractedTool] = []
    for tool in sorted(by_tool, key=_order):
        contract = running.get(tool.pk)
        mine = tuple(offer for offer in by_tool[tool] if _covers(contract, offer, covered))
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
    contracts = _CONTRACTS_OF_TOOL.rows(organization.pk, offer.tool_id, day)
    covered = _covered(contracts)
    running = next((one for one in contracts if one.is_running(day) and _covers(one, offer, covered)), None)
    takes_new = offer.process.is_open and offer.process.current_id is not None and offer.tool.is_active
    if takes_new and (running or offer.tool.is_for_everyone):
        return Opening(offer, running)
    ends = [contract.ends_on for contract in contracts if contract.ends_on is not None and contract.ends_on < day]
    if ends and not any(contract.is_running(day) for contract in contracts):
        raise NotOffered(offer.tool, max(ends))
    raise NotOffered


def has_or_had(organization: Organization, offer: Offer) -> bool:
    """Whether the company ever knew the offer's tool, by a contract running or over, or because everyone has it."""
    return offer.tool.is_for_everyone or Contract.objects.filter(organization=organization, tool=offer.tool_id).exists()


def _order(tool: Tool) -> tuple[bool, int, str]:
    """What everyone has («Outro assunto») stands after what was contracted."""
    return tool.is_for_everyone, tool.position, tool.slug


def _covered(contracts: list[Contract]) -> dict[int, set[int]]:
    """The offers of each contract that does not cover all of its tool."""
    covered: dict[int, set[int]] = {}
    for contract_id, offer_id in _COVERED.rows([contract.pk for contract in contracts]):
        covered.setdefault(contract_id, set()).add(offer_id)
    return covered


def _covers(contract: Contract | None, offer: Offer, covered: dict[int, set[int]]) -> bool:
    if contract is None:
        return offer.tool.is_for_everyone
    return contract.pk not in covered or offer.pk in covered[contract.pk]


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
