"""The customer card: who asks, of which company, under which contract and promise, with what else open."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from balcao.front.middleware import known_zone
from balcao.front.reader import Reader
from balcao.lib.prepared import Prepared, counts
from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.desk_counts import MOST_COUNTED, shown_count
from balcao.tickets.desk_listing import View
from balcao.tickets.models import Ticket, TicketPerson, TicketRole
from balcao.tickets.panel import Panel
from balcao.tickets.promise_words import promise_words
from balcao.ui.times import zone_name

OTHERS = 5
"""How many other tickets of the same person the card lists."""

# By the copies on `TicketPerson`: one index walk, however many tickets the person has had.
_OTHERS = Prepared(
    lambda person, company, ticket, queues: (
        TicketPerson.objects.filter(
            user_id=person, organization_id=company, role=TicketRole.REQUESTER, ticket__queue_id__in=queues
        )
        .exclude(ticket_id=ticket)
        .order_by("-last_public_at", "-ticket_id")
        .values_list("ticket__number", "ticket__subject")[:OTHERS]
    )
)
_OPEN_OF_PERSON = Prepared(
    lambda person, company, queues: TicketPerson.objects.filter(
        user_id=person,
        organization_id=company,
        is_open=True,
        role=TicketRole.REQUESTER,
        ticket__queue_id__in=queues,
    ).values_list("pk")[:MOST_COUNTED]
)
_OPEN_OF_COMPANY = Prepared(
    lambda company, queues: Ticket.objects.filter(
        organization_id=company, is_open__in=[True], queue_id__in=queues
    ).values_list("pk")[:MOST_COUNTED]
)


def customer_card(reader: Reader, ticket: Ticket, panel: Panel) -> dict[str, Any]:
    """For `desk/card.html`. Four queries at most, with those of the promise."""
    words = promise_words(ticket) if ticket.is_open else ""
    return {
        "promise_words": words,
        "local_time": _local_time(ticket.requester, reader),
        "card_rows": _rows(ticket, panel, words),
        "open_lists": _open_lists(reader.user, ticket),
        "others": _others(reader.user, ticket),
        "notes": {"person": panel.note, "company": ticket.organization.note},
    }


def _others(agent: User, ticket: Ticket) -> list[dict[str, Any]]:
    """What else the requester has asked for, the liveliest first, as far as the agent may see it."""
    found = _OTHERS.rows(ticket.requester_id, ticket.organization_id, ticket.pk, list(queue_rights(agent)))
    return [
        {"number": number, "subject": subject, "href": reverse("desk:ticket", args=[number])}
        for number, subject in found
    ]


def _open_lists(agent: User, ticket: Ticket) -> list[dict[str, str]]:
    """The open tickets of the person and of the company, as links with their numbers: counted to a hundred."""
    queues, company = list(queue_rights(agent)), ticket.organization
    asked = [
        (_OPEN_OF_PERSON, (ticket.requester_id, company.pk, queues)),
        (_OPEN_OF_COMPANY, (company.pk, queues)),
    ]
    names = [ticket.requester.first_name, company.name]
    of_company = {"empresa": company.slug}
    narrowed = [of_company | {"solicitante": str(ticket.requester_id)}, of_company]
    address = reverse("desk:place", args=[View.OPEN.value])
    return [
        {"label": name, "count": shown_count(count), "href": f"{address}?{urlencode(query)}"}
        for name, query, count in zip(names, narrowed, counts(asked), strict=True)
    ]


def _rows(ticket: Ticket, panel: Panel, words: str) -> list[dict[str, Any]]:
    """The contract with its validity, the promises, and who answers for the company."""
    rows: list[dict[str, Any]] = [_contract(ticket)]
    if ticket.first_responded_at is None and ticket.first_response_due_at is not None:
        rows.append({"label": _("First answer by"), "at": ticket.first_response_due_at})
    if ticket.next_response_due_at is not None:
        rows.append({"label": _("Next answer by"), "at": ticket.next_response_due_at})
    if ticket.resolution_due_at is not None:
        muted = _("paused") if ticket.paused_at is not None else ""
        rows.append({"label": _("Solution by"), "at": ticket.resolution_due_at, "muted": muted})
    if words:
        rows.append({"label": _("Promise"), "value": words})
    if panel.managers:
        rows.append({"label": _("Managers"), "value": ", ".join(row.name for row in panel.managers[:OTHERS])})
    manager = ticket.organization.account_manager
    if manager is not None:
        rows.append({"label": _("Account manager"), "value": manager.name})
    return rows


def _contract(ticket: Ticket) -> dict[str, Any]:
    """«Emissor Fiscal, 27/01/2026 a 31/12/2026»."""
    contract, tool = ticket.contract, str(ticket.tool)
    if contract is None:
        return {"label": _("Contract"), "value": _("none needed")}
    values = {"tool": tool, "start": _day(contract.starts_on)}
    if contract.ends_on is None:
        return {"label": _("Contract"), "value": _("%(tool)s, since %(start)s") % values}
    said = _("%(tool)s, %(start)s to %(end)s") % (values | {"end": _day(contract.ends_on)})
    return {
        "label": _("Contract"),
        "value": said,
        "muted": pgettext("contract", "ended") if contract.ends_on < localdate() else "",
    }


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _local_time(user: User, reader: Reader) -> str:
    """«Manaus, 08:42»: what the clock shows where the person is."""
    here = reader.now.astimezone(known_zone(user.time_zone))
    return f"{zone_name(user.time_zone)}, {date_format(here, 'TIME_FORMAT')}"
