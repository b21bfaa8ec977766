"""The history of a ticket to take along, as its customers may see it."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest
from balcao.front.transcripts import as_pdf, as_zip
from balcao.portal.on_ticket import on_ticket
from balcao.tickets.access import PortalView
from balcao.tickets.transcript import transcript_of


@require_safe
@on_ticket
def pdf(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    now = request.reader.now
    return as_pdf(transcript_of(found.ticket, side="customer", now=now), now=now)


@require_safe
@on_ticket
def archive(request: ReaderRequest, found: PortalView) -> HttpResponseBase:
    now = request.reader.now
    return as_zip(transcript_of(found.ticket, side="customer", now=now), now=now)
