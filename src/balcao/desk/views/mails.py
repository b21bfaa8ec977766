"""Mails behind a conversation: the original, and people who wrote without being on the ticket."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.desk.back import back_to_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.lib.refused import Refused
from balcao.mail.intake import raw_bytes
from balcao.mail.originals import mail_behind
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.ask_about_person import include_person, refuse_person
from balcao.tickets.models import Message, Right
from balcao.tickets.pending import asked_on


@require_safe
@agent_required
def original(request: ReaderRequest, number: int, pk: int) -> HttpResponse:
    """The mail, byte for byte, to be saved: never shown by a browser on our origin."""
    ticket = desk_ticket(request.reader.user, number).ticket
    message = Message.objects.filter(ticket=ticket, pk=pk).first()
    if message is None:
        raise Http404
    response = HttpResponse(raw_bytes(mail_behind(message)), content_type="message/rfc822")
    response.headers["Content-Disposition"] = f'attachment; filename="ticket-{number}-{pk}.eml"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@agent_required
def pending(request: ReaderRequest, number: int, pk: int) -> HttpResponseBase:
    """[Incluir] or [Recusar], by an agent who may answer there."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    asked, by, now = asked_on(ticket, pk), request.reader.user, request.reader.now
    try:
        if request.POST.get("decision") == "include":
            include_person(asked=asked, by=by, now=now)
            messages.success(request, _("%(name)s is on the ticket now.") % {"name": asked.user.name})
        else:
            refuse_person(asked=asked, by=by, now=now)
            messages.success(request, _("The e-mail of %(name)s was refused.") % {"name": asked.user.name})
    except Refused as refused:
        messages.error(request, refused.message)
    return back_to_ticket(request, number)
