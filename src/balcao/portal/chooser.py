"""What the chooser of «Novo Ticket» shows a person: the company's tools, shortcuts, and all of it to search in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from balcao.catalog.access import ContractedTool, contracted_tools
from balcao.catalog.models import Offer
from balcao.front.places import NEW, TICKETS
from balcao.lib.prepared import Prepared
from balcao.lib.texts import pick
from balcao.people.models import Membership, Organization, User
from balcao.site.current import current_site
from balcao.tickets.models import Ticket, TicketPerson

RECENT = timedelta(days=90)
RECENTS = 4
MOST_USED = 4
LOOKED_AT = 300
"""The company's latest tickets, from which its most used processes are counted: enough, and never slow."""
OPEN_TICKETS = 50
BOOST_RECENT = 3
BOOST_USED = 1

_RECENT = Prepared(
    lambda user, company, since: (
        Ticket.objects.filter(requester_id=user, organization_id=company, opened_at__gte=since)
        .values("offer_id")
        .annotate(latest=Max("id"))
        .order_by("-latest")
        .values_list("offer_id", "latest")[: RECENTS * 2]
    )
)
_LATEST: Prepared[int] = Prepared(
    lambda company: (
        Ticket.objects.filter(organization_id=company)
        .order_by("-last_public_at", "-id")
        .values_list("offer_id", flat=True)[:LOOKED_AT]
    )
)
_OPEN = Prepared(
    lambda user, company: (
        TicketPerson.objects.filter(user_id=user, organization_id=company, is_open__in=[True])
        .order_by("-last_public_at", "-ticket_id")
        .values_list("ticket__number", "ticket__subject", "ticket__state__customer_label")[:OPEN_TICKETS]
    )
)
_MANAGER = Prepared(lambda user: User.objects.filter(pk=user).values_list("name", flat=True))


@dataclass(frozen=True, slots=True)
class Choice:
    """A process that may be chosen. `words` are its synonyms, never shown; `boost` lifts what is used."""

    offer_id: int
    name: str
    tool: str
    icon: str
    href: str
    use_when: str
    words: str = ""
    boost: int = 0


@dataclass(frozen=True, slots=True)
class Drawer:
    """A tool. `ended` says when its contract ended and whom to ask; then there are no processes."""

    slug: str
    name: str
    icon: str
    processes: list[Choice]
    note: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    number: int
    subject: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class Chooser:
    drawers: list[Drawer]
    recents: list[Choice]
    most_used: list[Choice]
    tickets: list[OpenTicket] = field(default_factory=list)
    other: Choice | None = None

    @property
    def choices(self) -> list[Choice]:
        return [choice for drawer in self.drawers for choice in drawer.processes]

    @property
    def catalogue(self) -> dict[str, Any]:
        """For the question box (`ui/static/ui/js/chooser.js`)."""
        return {
            "processes": [
                {
                    "name": choice.name,
                    "tool": choice.tool,
                    "icon": choice.icon,
                    "url": choice.href,
                    "use": choice.use_when,
                    "words": choice.words,
                    "boost": choice.boost,
                }
                for choice in self.choices
            ],
            "tickets": [
                {"number": ticket.number, "subject": ticket.subject, "url": ticket.href, "state": ticket.state}
                for ticket in self.tickets
            ],
        }


def chooser_of(membership: Membership, *, now: datetime, language: str, query: dict[str, str] | None = None) -> Chooser:
    """The chooser for this person in this company; `query` goes into the address of every process.

    The number of queries does not depend on the catalogue.
    """
    organization = membership.organization
    tools = contracted_tools(organization, now=now)
    recent = _recent_offers(membership, now)
    used = _most_used(organization)
    boosts = Counter(dict.fromkeys(recent, BOOST_RECENT)) + Counter(dict.fromkeys(used, BOOST_USED))
    drawers = [_drawer(tool, organization, language, boosts, query or {}) for tool in tools]
    by_offer = {choice.offer_id: choice for drawer in drawers for choice in drawer.processes}
    for_everyone = {tool.tool.slug for tool in tools if tool.tool.is_for_everyone}
    others = [choice for drawer in drawers if drawer.slug in for_everyone for choice in drawer.processes]
    recents = [by_offer[offer_id] for offer_id in recent if offer_id in by_offer][:RECENTS]
    return Chooser(
        drawers=drawers,
        recents=recents,
        most_used=[
            by_offer[offer_id] for offer_id in used if offer_id in by_offer and by_offer[offer_id] not in recents
        ][:MOST_USED],
        tickets=_open_tickets(membership, language),
        other=others[0] if others else None,
    )


def form_url(offer: Offer, query: dict[str, str] | None = None) -> str:
    """The address of the form, with what is filled in already."""
    path = f"{NEW}{offer.tool.slug}/{offer.process.slug}/"
    return f"{path}?{urlencode(query)}" if query else path


def ended_words(ended_on: date, organization: Organization) -> str:
    """«contrato encerrado em 31/10/2026 · fale com Carla Souza»."""
    manager = _MANAGER.first(organization.account_manager_id)
    return _("contract ended on %(date)s · talk to %(contact)s") % {
        "date": date_format(ended_on, "SHORT_DATE_FORMAT"),
        "contact": manager or current_site().name,
    }


def _drawer(
    contracted: ContractedTool, organization: Organization, language: str, boosts: Counter[int], query: dict[str, str]
) -> Drawer:
    tool = contracted.tool
    name = pick(tool.name, language)
    processes = [_choice(offer, name, language, boosts[offer.pk], query) for offer in contracted.offers]
    note = pick(tool.description, language) if tool.is_for_everyone and len(processes) == 1 else ""
    ended = ended_words(contracted.ended_on, organization) if contracted.ended_on else ""
    return Drawer(tool.slug, name, tool.icon, processes, note, ended)


def _choice(offer: Offer, tool_name: str, language: str, boost: int, query: dict[str, str]) -> Choice:
    version = offer.process.current
    assert version is not None, "only published processes are offered"
    return Choice(
        offer_id=offer.pk,
        name=pick(version.name, language),
        tool=tool_name,
        icon=offer.tool.icon,
        href=form_url(offer, query),
        use_when=pick(version.use_when, language),
        words=" ".join(version.synonyms),
        boost=boost,
    )


def _recent_offers(membership: Membership, now: datetime) -> list[int]:
    """The processes this person opened in the last 90 days, the latest first."""
    return [offer for offer, _ in _RECENT.rows(membership.user_id, membership.organization_id, now - RECENT)]


def _most_used(organization: Organization) -> list[int]:
    return [offer for offer, _count in Counter(_LATEST.rows(organization.pk)).most_common(MOST_USED * 2)]


def _open_tickets(membership: Membership, language: str) -> list[OpenTicket]:
    return [
        OpenTicket(number, subject, pick(state, language), f"{TICKETS}{number}/")
        for number, subject, state in _OPEN.rows(membership.user_id, membership.organization_id)
    ]
