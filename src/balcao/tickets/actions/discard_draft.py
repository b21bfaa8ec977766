"""The author throws a draft away, or takes it back out of the bin."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.tickets.draft_access import WRITTEN
from balcao.tickets.models import Draft, DraftStatus


def discard_draft(*, draft: Draft, now: datetime) -> Draft:
    """It is kept for a day more, unlisted. Raises Refused while it is being sent."""
    with transaction.atomic():
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if current.status == DraftStatus.SENDING:
            raise Refused(_("This is being sent. Undo that first."))
        if current.status in WRITTEN:
            _put(current, DraftStatus.DISCARDED, now)
    return current


def restore_draft(*, draft: Draft, now: datetime) -> Draft:
    """As it was before it was discarded."""
    with transaction.atomic():
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if current.status == DraftStatus.DISCARDED:
            _put(current, DraftStatus.WRITING, now)
    return current


def _put(draft: Draft, status: DraftStatus, now: datetime) -> None:
    draft.status, draft.updated_at = status, now
    draft.revision += 1
    draft.save(update_fields=["status", "updated_at", "revision"])
