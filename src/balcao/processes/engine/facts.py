"""What conditions and placeholders may know about a ticket, its requester, organization and contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """`priority` 1 (lowest) … 5 (highest); `state`, `queue` are slugs; `owner` is a user name, "" for nobody."""

    number: str = ""
    subject: str = ""
    state: str = ""
    state_kind: str = ""
    queue: str = ""
    owner: str = ""
    priority: int = 3
    channel: str = "portal"
    opened_at: datetime | None = None
    """Aware; None (not stored yet) counts as now."""


@dataclass(frozen=True, slots=True)
class RequesterFacts:
    login: str = ""
    name: str = ""
    email: str = ""
    language: str = "pt-br"
    department: str = ""
    is_manager: bool = False


@dataclass(frozen=True, slots=True)
class OrganizationFacts:
    slug: str = ""
    name: str = ""
    cnpj: str = ""


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """`tool` is a slug; `until` an ISO date, "" without an end."""

    tool: str = ""
    tool_name: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`zone` (IANA) says which day it is."""

    ticket: TicketFacts = field(default_factory=TicketFacts)
    requester: RequesterFacts = field(default_factory=RequesterFacts)
    organization: OrganizationFacts = field(default_factory=OrganizationFacts)
    contract: ContractFacts = field(default_factory=ContractFacts)
    zone: str = "America/Sao_Paulo"
