"""The answer and the note under a ticket: two boxes, what stands in them, and what was sent a moment ago."""

from typing import Any

from django.conf import settings

from balcao.desk.outlook import outlooks
from balcao.front.access import ReaderRequest
from balcao.front.draft_boxes import Box, box_of, outgoing_of
from balcao.tickets.draft_places import DraftPlace
from balcao.tickets.models import DraftKind, State, Ticket


def boxes_of(
    request: ReaderRequest,
    ticket: Ticket,
    states: list[State],
    *,
    seen: int,
    used: set[str],
    reply: Box | None = None,
    note: Box | None = None,
) -> dict[str, Any]:
    """For `desk/boxes.html`; `reply` and `note` are what was sent and came back, `seen` the newest message shown;
    `used`: the kinds of box that hold something."""
    places = [place_of(ticket, kind) for kind in (DraftKind.REPLY, DraftKind.NOTE)]
    boxes = [box_of(request, place) if place.kind in used else Box(place=place.name) for place in places]
    return {
        "reply": reply or boxes[0],
        "note": note or boxes[1],
        "outgoing": [one for place in places if place.kind in used for one in outgoing_of(request, place)],
        "outlooks": outlooks(ticket, states, zone=settings.TIME_ZONE, now=request.reader.now),
        "seen_message": seen,
    }


def place_of(ticket: Ticket, kind: DraftKind) -> DraftPlace:
    return DraftPlace(kind, ticket.organization_id, ticket=ticket, is_from_desk=True)
