"""What a process's conditions may ask about a ticket, as plain values."""

from datetime import datetime

from balcao.catalog.models import Contract, Tool
from balcao.lib.prepared import Prepared
from balcao.people.models import Membership, Organization, User
from balcao.processes.engine import ContractFacts, Facts, OrganizationFacts, RequesterFacts, TicketFacts
from balcao.site.current import current_site
from balcao.tickets.models import Ticket

_MEMBERSHIP = Prepared(
    lambda user, organization: Membership.objects.filter(user_id=user, organization_id=organization).select_related(
        "department"
    )
)


def facts_of(ticket: Ticket, channel: str = "portal") -> Facts:
    """The ticket as the engine sees it now."""
    membership = _MEMBERSHIP.first(ticket.requester_id, ticket.organization_id)
    return Facts(
        ticket=TicketFacts(
            number=str(ticket.number),
            subject=ticket.subject,
            state=ticket.state.slug,
            state_kind=ticket.state.kind,
            queue=ticket.queue.slug,
            owner=ticket.owner.username if ticket.owner else "",
            priority=ticket.priority,
            channel=channel,
            opened_at=ticket.opened_at,
        ),
        requester=_requester(ticket.requester, membership),
        organization=_organization(ticket.organization),
        contract=_contract(ticket.tool, ticket.contract),
        zone=current_site().time_zone,
    )


def facts_of_new(
    *, requester: User, membership: Membership, tool: Tool, contract: Contract | None, now: datetime
) -> Facts:
    """What is known before the ticket exists: for showing and checking the form of its first dialog."""
    return Facts(
        ticket=TicketFacts(opened_at=now),
        requester=_requester(requester, membership),
        organization=_organization(membership.organization),
        contract=_contract(tool, contract),
        zone=current_site().time_zone,
    )


def _requester(user: User, membership: Membership | None) -> RequesterFacts:
    department = membership.department if membership else None
    return RequesterFacts(
        login=user.username,
        name=user.name,
        email=user.email,
        language=user.language,
        department=department.name if department else "",
        is_manager=membership is not None and membership.is_manager,
    )


def _organization(organization: Organization) -> OrganizationFacts:
    return OrganizationFacts(slug=organization.slug, name=organization.name, cnpj=organization.cnpj)


def _contract(tool: Tool, contract: Contract | None) -> ContractFacts:
    until = contract.ends_on.isoformat() if contract and contract.ends_on else ""
    return ContractFacts(tool=tool.slug, tool_name=str(tool), until=until)
