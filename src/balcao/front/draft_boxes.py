"""The boxes of a ticket as templates show them: what stands in them, and what was sent a few seconds ago."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from uuid import UUID, uuid4

from django.utils.safestring import SafeString

from balcao.files.models import StoredFile
from balcao.front.drafts import device_of, saved_words
from balcao.front.reader import ReaderRequest
from balcao.front.shown_files import ShownFile, shown_files
from balcao.lib.richtext import render_markdown, safe
from balcao.people.models import User
from balcao.tickets.draft_access import newest_draft, outgoing_drafts
from balcao.tickets.draft_places import DraftPlace, place_of
from balcao.tickets.models import Draft, DraftKind


@dataclass(frozen=True, slots=True)
class Box:
    """A box's key and what is in it: nothing, a draft, or what was sent and could not be taken (`errors`)."""

    key: UUID = field(default_factory=uuid4)
    body: str = ""
    kept: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    place: str = ""
    revision: int = 0
    saved: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer on its way. `seconds` are left to take it back; 0 while it is being released."""

    key: UUID
    author: User
    body: SafeString
    files: list[ShownFile]
    sent_at: datetime
    seconds: int
    is_note: bool
    place: str

    @classmethod
    def of(cls, draft: Draft, *, now: datetime) -> Outgoing:
        assert draft.send_at is not None
        return cls(
            key=draft.pk,
            author=draft.author,
            body=safe(render_markdown(draft.typed("body"))),
            files=shown_files(draft.files_of("files")),
            sent_at=draft.updated_at,
            seconds=max(0, ceil((draft.send_at - now).total_seconds())),
            is_note=draft.kind == DraftKind.NOTE,
            place=place_of(draft).name,
        )


def box_of(request: ReaderRequest, place: DraftPlace) -> Box:
    """The person's newest draft at this place, or an empty box with a key of its own. Three queries at most."""
    draft = newest_draft(request.reader.user, place, device=device_of(request))
    if draft is None:
        return Box(place=place.name)
    return Box(
        key=draft.pk,
        body=draft.typed("body"),
        kept=draft.files_of("files"),
        errors=[draft.refusal] if draft.refusal else [],
        place=place.name,
        revision=draft.revision,
        saved=saved_words(draft),
        state=draft.typed("state"),
    )


def outgoing_of(request: ReaderRequest, place: DraftPlace) -> list[Outgoing]:
    """What the reader has just sent from this box."""
    return [Outgoing.of(draft, now=request.reader.now) for draft in outgoing_drafts(request.reader.user, place)]
