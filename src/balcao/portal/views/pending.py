"""Somebody of the company wrote by e-mail and is not on the ticket: include them, or not."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.portal.on_ticket import back_to, on_ticket, refuse_onlookers
from balcao.tickets.access import PortalView
from balcao.tickets.actions.ask_about_person import include_person, refuse_person
from balcao.tickets.pending import asked_on


@require_POST
@on_ticket
def decision(request: ReaderRequest, found: PortalView, pk: int) -> HttpResponseBase:
    """[Incluir] or [Recusar], by who is on the ticket."""
    refuse_onlookers(found)
    asked, by, now = asked_on(found.ticket, pk), request.reader.user, request.reader.now
    if request.POST.get("decision") == "include":
        include_person(asked=asked, by=by, now=now)
        messages.success(request, _("%(name)s is on the ticket now.") % {"name": asked.user.name})
    else:
        refuse_person(asked=asked, by=by, now=now)
        messages.success(request, _("The e-mail of %(name)s was refused.") % {"name": asked.user.name})
    return back_to(request, found.ticket)
