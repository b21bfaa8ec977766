"""Colleagues on a ticket."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.front.redirects import send_to
from balcao.lib.refused import Refused
from balcao.people.access import chosen_colleagues
from balcao.people.models import User
from balcao.portal.on_ticket import back_to, on_ticket, refuse_onlookers
from balcao.tickets.access import PortalView, portal_ticket
from balcao.tickets.actions.participants import add_participant, remove_participant


@require_POST
@on_ticket
def add(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Only people of the ticket's company: others do not exist here."""
    refuse_onlookers(found)
    person = _colleague(request, found, request.POST.get("user", ""))
    add_participant(ticket=found.ticket, person=person, by=request.reader.user, now=request.reader.now)
    messages.success(request, _("%(name)s is on the ticket now.") % {"name": person.name})
    return back_to(request, found.ticket)


@require_POST
@on_ticket
def remove(request: ReaderRequest, found: PortalView, user_id: int) -> HttpResponseBase:
    """Oneself, or another by who opened the ticket and by managers."""
    reader, ticket = request.reader, found.ticket
    person = User.objects.filter(pk=user_id, ticket_people__ticket=ticket).first()
    if person is None:
        raise Refused(_("This person is not on the ticket any more."))
    if person.pk != reader.user.pk:
        _refuse_others(request, found)
    remove_participant(ticket=ticket, person=person, by=reader.user, now=reader.now)
    try:
        portal_ticket(reader.user, ticket.number)
    except Http404:
        messages.success(request, _("You left the ticket %(number)s.") % {"number": ticket.number})
        return send_to(request, "tickets")
    return back_to(request, ticket)


def _colleague(request: ReaderRequest, found: PortalView, value: str) -> User:
    for membership in request.reader.memberships:
        if membership.organization_id == found.ticket.organization_id:
            pk = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
            if (person := chosen_colleagues(membership, [pk]).get(pk)) is not None:
                return person
    raise Refused(_("Choose a colleague of your company."))


def _refuse_others(request: ReaderRequest, found: PortalView) -> None:
    reader, ticket = request.reader, found.ticket
    manages = any(one.organization_id == ticket.organization_id and one.is_manager for one in reader.memberships)
    if ticket.requester_id != reader.user.pk and not manages:
        raise Refused(_("Only who opened the ticket, and managers of the company, can take people off it."))
