"""Where a draft belongs: the form of a process, or a box of a ticket. A place is named in forms and in the browser."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from balcao.catalog.access import has_or_had
from balcao.catalog.models import Offer
from balcao.people.access import memberships_of
from balcao.people.models import User
from balcao.tickets.access import desk_ticket, portal_ticket
from balcao.tickets.models import Draft, DraftKind, Right, Ticket

BOXES = {
    "reply": (DraftKind.REPLY, False),
    "desk-reply": (DraftKind.REPLY, True),
    "note": (DraftKind.NOTE, True),
}
"""Name of a ticket's box → kind, and whether it stands at the desk."""


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Openings have an offer, the others a ticket. The company is that of the ticket, also for drafts of the desk."""

    kind: DraftKind
    organization_id: int
    ticket: Ticket | None = None
    offer: Offer | None = None
    is_from_desk: bool = False

    @property
    def name(self) -> str:
        """`reply:10482`, `desk-reply:10482`, `note:10482` or `opening:7:emissor-fiscal/nota-rejeitada`."""
        if self.ticket is not None:
            box = next(box for box, what in BOXES.items() if what == (self.kind, self.is_from_desk))
            return f"{box}:{self.ticket.number}"
        assert self.offer is not None
        return f"opening:{self.organization_id}:{self.offer.tool.slug}/{self.offer.process.slug}"

    def holds(self, draft: Draft) -> bool:
        """Whether the draft belongs here."""
        same_ticket = draft.ticket_id == (self.ticket.pk if self.ticket else None)
        same_offer = draft.offer_id == (self.offer.pk if self.offer else None)
        here = (draft.kind, draft.is_from_desk, draft.organization_id)
        return same_ticket and same_offer and here == (self.kind, self.is_from_desk, self.organization_id)


def place_of(draft: Draft) -> DraftPlace:
    return DraftPlace(
        DraftKind(draft.kind), draft.organization_id, draft.ticket, draft.offer, is_from_desk=draft.is_from_desk
    )


def place_named(user: User, name: str) -> DraftPlace:
    """The place, if this person may write there. Raises Http404 otherwise, and for what is no name at all."""
    box, _colon, where = name.partition(":")
    if box in BOXES:
        return box_of(user, box, _number(where))
    if box != "opening":
        raise Http404
    company, _colon, address = where.partition(":")
    return _opening(user, _number(company), address)


def box_of(user: User, box: str, number: int) -> DraftPlace:
    """A box of a ticket, by its name in BOXES. Raises Http404."""
    kind, is_from_desk = BOXES[box]
    found = desk_ticket(user, number, Right.WRITE) if is_from_desk else portal_ticket(user, number)
    ticket = found.ticket
    return DraftPlace(kind, ticket.organization_id, ticket=ticket, is_from_desk=is_from_desk)


def _opening(user: User, organization_id: int, address: str) -> DraftPlace:
    """Also of a tool whose contract ended meanwhile: what was written for it stays."""
    mine = {one.organization_id: one.organization for one in memberships_of(user)}
    tool, _slash, process = address.partition("/")
    offer = Offer.objects.select_related("tool", "process").filter(tool__slug=tool, process__slug=process).first()
    if organization_id not in mine or offer is None or not has_or_had(mine[organization_id], offer):
        raise Http404
    return DraftPlace(DraftKind.OPENING, organization_id, offer=offer)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
