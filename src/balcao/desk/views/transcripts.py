"""The history of a ticket to take along: as the customer may see it, or whole (`?completo=1`), with internal notes."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, agent_required
from balcao.front.transcripts import as_pdf, as_zip
from balcao.tickets.access import desk_ticket
from balcao.tickets.transcript import Transcript, transcript_of


@require_safe
@agent_required
def pdf(request: ReaderRequest, number: int) -> HttpResponseBase:
    return as_pdf(_transcript(request, number), now=request.reader.now)


@require_safe
@agent_required
def archive(request: ReaderRequest, number: int) -> HttpResponseBase:
    return as_zip(_transcript(request, number), now=request.reader.now)


def _transcript(request: ReaderRequest, number: int) -> Transcript:
    ticket = desk_ticket(request.reader.user, number).ticket
    is_whole = request.GET.get("completo") == "1"
    return transcript_of(ticket, side="agent" if is_whole else "customer", now=request.reader.now)
