"""The process that an address names, and whether this company may open it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from balcao.catalog.access import NotOffered, Opening, opening_for, today
from balcao.catalog.models import Contract, Offer
from balcao.lib.refused import Refused
from balcao.people.models import Organization
from balcao.processes.definitions import definition_by_id
from balcao.processes.engine import Document


@dataclass(frozen=True, slots=True)
class Offered:
    """`opening` is None when the contract ended (`ended_on`, its last day) or the process takes no new tickets."""

    offer: Offer
    document: Document
    opening: Opening | None
    ended_on: date | None = None

    def open(self) -> Opening:
        """Leave to open, or Refused with what to do about it."""
        if self.opening is not None:
            return self.opening
        if self.ended_on is not None:
            words = _("The contract of this tool ended on %(date)s. Your text is still here: choose another process.")
            raise Refused(words % {"date": date_format(self.ended_on, "SHORT_DATE_FORMAT")})
        raise Refused(_("This process takes no new tickets now. Your text is still here: choose another process."))


def find_offered(organization: Organization, tool: str, process: str, *, now: datetime) -> Offered:
    """The process of the tool. Raises Http404 when there is none or the company never had the tool."""
    offer = (
        Offer.objects.select_related("tool", "process__current", "promise__calendar")
        .filter(tool__slug=tool, process__slug=process, process__current__isnull=False)
        .first()
    )
    if offer is None or offer.process.current_id is None:
        raise Http404
    document = definition_by_id(offer.process.current_id)
    if "customer" not in document.start_dialog.actors:
        raise Http404
    try:
        return Offered(offer, document, opening_for(organization, offer, now=now))
    except NotOffered as refusal:
        if refusal.ended_on is None and not _has_tool(organization, offer, today(now)):
            raise Http404 from refusal
        return Offered(offer, document, None, refusal.ended_on)


def _has_tool(organization: Organization, offer: Offer, day: date) -> bool:
    contracts = Contract.objects.filter(organization=organization, tool_id=offer.tool_id)
    return offer.tool.is_for_everyone or any(contract.is_running(day) for contract in contracts)
