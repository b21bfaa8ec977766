"""Novo Ticket, first step: choosing the process; and the last page: it was sent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from balcao.catalog.promises import working_calendar
from balcao.front.access import ReaderRequest, customer_required
from balcao.lib.hours import hours_in_words
from balcao.lib.names import clean_line
from balcao.lib.texts import pick
from balcao.lib.working_time import NeverOpens, is_open, next_opening
from balcao.mail.models import Notice
from balcao.mail.notices import wanted_by
from balcao.people.models import Membership, User
from balcao.portal.carried import PARAMETER
from balcao.portal.chooser import chooser_of, form_url
from balcao.portal.matching import find_choices, find_tickets
from balcao.processes.definitions import definition_by_id
from balcao.site.current import current_site
from balcao.tickets.access import portal_ticket
from balcao.tickets.models import Ticket
from balcao.tickets.promises import next_due
from balcao.tickets.steps import steps_of
from balcao.ui.times import moment

LONGEST_QUESTION = 140
PASSED_ON = ("assunto", "origin", PARAMETER)
"""Parameters that the addresses of the processes take over from the chooser's own."""


@require_safe
@customer_required
def choose(request: ReaderRequest) -> HttpResponse:
    """«Do que você precisa?» With a single process in the whole contract this step is skipped."""
    reader = request.reader
    membership = _membership(request)
    passed = {name: request.GET[name] for name in PASSED_ON if request.GET.get(name)}
    chooser = chooser_of(membership, now=reader.now, language=reader.language, query=passed)
    if len(chooser.choices) == 1 and len(chooser.drawers) == 1:
        return redirect(chooser.choices[0].href)
    question = clean_line(request.GET.get("q", ""), LONGEST_QUESTION)
    context = {
        "section": "new",
        "chooser": chooser,
        "company": membership.organization.name,
        "question": question,
        "found": find_choices(chooser.choices, question),
        "found_tickets": find_tickets(chooser.tickets, question),
        "other_href": _other_href(chooser.other.href, question) if chooser.other else "",
        "passed": passed,
        "carried_on": list(passed.items()),
        "all_href": f"?{urlencode({'q': '', **passed})}",
    }
    return render(request, "portal/new/choose.html", context)


@require_safe
@customer_required
def sent(request: ReaderRequest, number: int) -> HttpResponse:
    """The confirmation: number, what happens now, until when."""
    reader = request.reader
    ticket = portal_ticket(reader.user, number).ticket
    steps = [
        {"name": pick(step.name, reader.language), "status": step.status if step.status != "skipped" else "next"}
        for step in steps_of(ticket, reader.now)
    ]
    context = {
        "section": "new",
        "ticket": ticket,
        "process_name": pick(definition_by_id(ticket.process_version_id).name, reader.language),
        "steps": steps,
        "due_at": next_due(ticket),
        "closed_now": _closed_now(ticket, request),
        "zone": current_site().time_zone,
        "ticket_href": reverse("ticket", args=[ticket.number]),
        "again_href": form_url(ticket.offer, {"assunto": ticket.subject}),
        "copy_to": _copy_to(ticket, reader.user),
    }
    return render(request, "portal/new/sent.html", context)


def _copy_to(ticket: Ticket, reader: User) -> str:
    """The address that gets a copy of what the reader opened; empty when none is sent."""
    is_own = ticket.requester_id == reader.pk
    return reader.email if is_own and Notice.OPENED in wanted_by(reader) else ""


def _membership(request: ReaderRequest) -> Membership:
    membership = request.reader.membership
    assert membership is not None, "customer_required"
    return membership


def _other_href(href: str, question: str) -> str:
    """What was typed becomes the subject."""
    if not question:
        return href
    glue = "&" if "?" in href else "?"
    return f"{href}{glue}{urlencode({'assunto': question})}"


def _closed_now(ticket: Ticket, request: ReaderRequest) -> dict[str, str] | None:
    """The desk's hours and when the clock starts, while nobody is there; None within the hours."""
    if ticket.promise is None:
        return None
    calendar = working_calendar(ticket.promise.calendar)
    if is_open(calendar, request.reader.now):
        return None
    try:
        opens = next_opening(calendar, request.reader.now)
    except NeverOpens:
        return None
    return {
        "hours": hours_in_words(calendar.hours, request.reader.language),
        "opens": moment(opens, request.reader.now),
    }
