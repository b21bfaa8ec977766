"""What somebody has typed so far is kept. Nothing that was kept is written over unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from balcao.files.actions.cancel_upload import discard_cancelled
from balcao.files.models import StoredFile
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.draft_places import DraftPlace
from balcao.tickets.models import Draft, DraftFile, DraftStatus, Message, Ticket

Payload = dict[str, list[str]]
"""Input name → values, as typed."""

MOST_TYPED = 400_000
"""Characters of one draft."""


class DraftChanged(Exception):
    """Another tab or device wrote on this draft meanwhile, or is sending it. `current` is what is kept now."""

    def __init__(self, current: Draft) -> None:
        super().__init__(current)
        self.current = current


class DraftSent(Exception):
    """It is a ticket or a message already."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Who writes: `revision` is the one that was read (0: none), `writer` the page, `step` its count of saves."""

    revision: int = 0
    writer: str = ""
    step: int = 0
    device: str = ""


def save_draft(
    *,
    key: UUID,
    by: User,
    place: DraftPlace,
    payload: Payload,
    files: Mapping[str, Sequence[StoredFile]],
    edit: Edit,
    now: datetime,
) -> Draft:
    """Keep the form; saving the same twice, or an older state late, changes nothing.

    Raises DraftChanged, DraftSent, Refused when it is too long, and Http404 for a key that is somebody else's.
    """
    if sum(len(value) for values in payload.values() for value in values) > MOST_TYPED:
        raise Refused(_("This text is too long to be kept. Send the rest as a file."))
    try:
        return _save(key=key, by=by, place=place, payload=payload, files=files, edit=edit, now=now)
    except IntegrityError:
        # Made by two requests at the same moment: the second one finds it.
        return _save(key=key, by=by, place=place, payload=payload, files=files, edit=edit, now=now)


def _save(
    *,
    key: UUID,
    by: User,
    place: DraftPlace,
    payload: Payload,
    files: Mapping[str, Sequence[StoredFile]],
    edit: Edit,
    now: datetime,
) -> Draft:
    with transaction.atomic():
        if Message.objects.filter(key=key).exists() or Ticket.objects.filter(key=key).exists():
            raise DraftSent
        draft = Draft.objects.select_for_update().filter(pk=key).first()
        if draft is None:
            draft = _new(key, by, place, edit, now)
        elif draft.author_id != by.pk or not place.holds(draft):
            raise Http404
        elif _is_old_news(draft, payload, files, edit):
            return draft
        draft.payload, draft.is_blank = payload, _is_blank(place, payload, files)
        draft.revision += 1
        draft.writer, draft.step, draft.device = edit.writer, edit.step, edit.device or draft.device
        draft.updated_at = now
        if draft.status == DraftStatus.DISCARDED:
            draft.status = DraftStatus.WRITING
        draft.save()
        _keep_files(draft, files)
    return draft


def _new(key: UUID, by: User, place: DraftPlace, edit: Edit, now: datetime) -> Draft:
    """Its number goes on from what the browser knew: it may have been forgotten here, and not there."""
    return Draft.objects.create(
        pk=key,
        author=by,
        organization_id=place.organization_id,
        kind=place.kind,
        is_from_desk=place.is_from_desk,
        ticket=place.ticket,
        offer=place.offer,
        revision=edit.revision,
        created_at=now,
        updated_at=now,
    )


def _is_old_news(draft: Draft, payload: Payload, files: Mapping[str, Sequence[StoredFile]], edit: Edit) -> bool:
    """Nothing to write: it says the same, or a later save of the same page came first. Raises DraftChanged."""
    if draft.payload == payload and _ids(draft) == _wanted(files) and draft.status != DraftStatus.DISCARDED:
        return True
    if draft.status == DraftStatus.SENDING:
        raise DraftChanged(draft)
    if edit.writer and edit.writer == draft.writer:
        return edit.step < draft.step
    if edit.revision != draft.revision:
        raise DraftChanged(draft)
    return False


def _is_blank(place: DraftPlace, payload: Payload, files: Mapping[str, Sequence[StoredFile]]) -> bool:
    """No file and nothing typed; in a box of a ticket only the text counts, not the state beside it."""
    typed = payload.items() if place.ticket is None else [("body", payload.get("body", []))]
    return not any(files.values()) and not any(value.strip() for _name, values in typed for value in values)


def _wanted(files: Mapping[str, Sequence[StoredFile]]) -> list[tuple[str, UUID]]:
    """Each file once, where it stands first."""
    first: dict[UUID, str] = {}
    for name, several in files.items():
        for file in several:
            first.setdefault(file.pk, name)
    return [(name, pk) for pk, name in first.items()]


def _ids(draft: Draft) -> list[tuple[str, UUID]]:
    return list(draft.files.values_list("name", "file_id"))


def _keep_files(draft: Draft, files: Mapping[str, Sequence[StoredFile]]) -> None:
    wanted = _wanted(files)
    held = _ids(draft)
    if held == wanted:
        return
    draft.files.all().delete()
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, name=name, file_id=file_id, position=position)
        for position, (name, file_id) in enumerate(wanted)
    )
    dropped = {file_id for _name, file_id in held} - {file_id for _name, file_id in wanted}
    if dropped:
        # The draft is kept, whatever the storage says.
        transaction.on_commit(partial(discard_cancelled, dropped), robust=True)
