"""What the reader began to write in the form of a process, here or on another device."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from balcao.front.access import ReaderRequest
from balcao.front.drafts import device_of
from balcao.tickets.draft_access import WRITTEN, draft_of, newest_draft
from balcao.tickets.draft_places import DraftPlace
from balcao.tickets.models import Draft

PARAMETER = "rascunho"
"""In the address of the form: the draft to continue, or `novo` to begin with an empty form."""


@dataclass(frozen=True, slots=True)
class Begun:
    """`draft` fills the form; `offer` is another one that the page offers (`is_elsewhere`: of another browser)."""

    draft: Draft | None = None
    offer: Draft | None = None
    is_elsewhere: bool = False


NOTHING = Begun()


def begun_at(request: ReaderRequest, place: DraftPlace, *, is_filled: bool) -> Begun:
    """The draft that the address names; else this browser's own, unless a link fills the form (`is_filled`)."""
    wished = request.GET.get(PARAMETER, "")
    if wished:
        return Begun(_named(request, place, wished))
    device = device_of(request)
    newest = newest_draft(request.reader.user, place, device=device)
    if newest is None:
        return Begun()
    is_elsewhere = not device or newest.device != device
    return Begun(offer=newest, is_elsewhere=is_elsewhere) if is_elsewhere or is_filled else Begun(newest)


def _named(request: ReaderRequest, place: DraftPlace, wished: str) -> Draft | None:
    try:
        draft = draft_of(request.reader.user, UUID(wished))
    except (ValueError, Http404):
        return None
    return draft if place.holds(draft) and draft.status in WRITTEN else None
