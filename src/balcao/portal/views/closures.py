"""A customer closes a ticket, or opens it again."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.front.access import ReaderRequest
from balcao.portal.on_ticket import back_to, on_ticket, refuse_onlookers
from balcao.tickets.access import PortalView
from balcao.tickets.actions.close import Reason, close
from balcao.tickets.actions.reopen import reopen


@require_POST
@on_ticket
def closure(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Resolvido, Não preciso mais, Outro: a reason may be given."""
    refuse_onlookers(found)
    given = request.POST.get("reason", "")
    reason = Reason(given) if given in Reason.values else Reason.SOLVED
    close(ticket=found.ticket, by=request.reader.user, as_desk=False, now=request.reader.now, reason=reason)
    messages.success(request, _("Ticket closed. The whole conversation stays here."))
    return back_to(request, found.ticket)


@require_POST
@on_ticket
def reopening(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    """Within the days of the site, or «Ainda não» to a solution."""
    refuse_onlookers(found)
    reopen(ticket=found.ticket, by=request.reader.user, as_desk=False, now=request.reader.now)
    messages.success(request, _("The ticket is open again. Tell us below what is missing."))
    return back_to(request, found.ticket)
