"""An agent has something that a process could not do tried again."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.desk.back import back_to_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.retry_effect import retry_effect
from balcao.tickets.models import EffectRun, Right


@require_POST
@agent_required
def retry(request: ReaderRequest, number: int, pk: int) -> HttpResponseBase:
    """[Tentar de novo]: at once for what happens here, soon for what leaves the house."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    run = EffectRun.objects.select_related("ticket").filter(ticket=ticket, pk=pk).first()
    if run is None:
        raise Http404
    try:
        retry_effect(run=run, by=request.reader.user, now=request.reader.now)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("It is being tried again."))
    return back_to_ticket(request, number)
