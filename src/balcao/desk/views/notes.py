"""What the team keeps about the ticket's requester and company, written beside the ticket."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.pages import show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.lib.refused import Refused
from balcao.people.actions.keep_note import note_organization, note_person
from balcao.tickets.access import desk_ticket
from balcao.tickets.models import Right


@require_POST
@agent_required
def about_person(request: ReaderRequest, number: int) -> HttpResponseBase:
    """The note on the requester."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    return _keep(request, number, "person", note_person, person=ticket.requester)


@require_POST
@agent_required
def about_company(request: ReaderRequest, number: int) -> HttpResponseBase:
    """The note on the company."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    return _keep(request, number, "company", note_organization, organization=ticket.organization)


def _keep(request: ReaderRequest, number: int, on: str, keep: Callable[..., None], **whom: Any) -> HttpResponseBase:
    """What was written and refused stands in its box again, under the note as it is now."""
    text, seen = (request.POST.get(name, "").replace("\0", "") for name in ("text", "seen"))
    try:
        keep(**whom, text=text, seen=seen, by=request.reader.user, now=request.reader.now)
    except Refused as refusal:
        refused = {"on": on, "text": text, "problem": refusal.message}
        return show_ticket(request, number, status=409, note_refused=refused)
    return back_to_ticket(request, number, "#notas")
