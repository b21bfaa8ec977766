"""An answer is sent, and can be taken back for some seconds: nobody is told before they are over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.tickets.draft_access import WRITTEN
from balcao.tickets.models import Draft, DraftKind, DraftStatus


def send_draft_later(*, draft: Draft, now: datetime) -> Draft:
    """Put the answer or note on its way; sending it again changes nothing. Raises Refused when nothing was written.

    A job calls `release_draft` when the time is over.
    """
    from balcao.tickets.draft_jobs import release  # the job calls verbs

    with transaction.atomic():
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if current.status == DraftStatus.SENDING:
            return current
        if current.kind == DraftKind.OPENING or current.status not in WRITTEN:
            raise Refused(_("This form was already sent. Open the page again and write anew."))
        if not current.typed("body").strip() and not current.files.exists():
            raise Refused(_("Write your answer or attach a file."))
        current.status, current.refusal = DraftStatus.SENDING, ""
        current.send_at = now + timedelta(seconds=settings.UNDO_SECONDS)
        current.updated_at = now
        current.revision += 1
        current.save()
        release.using(run_after=current.send_at).enqueue(str(current.pk))
    return current


def undo_sending(*, draft: Draft, now: datetime) -> Draft:
    """Take it back: it is a draft again, text and files. Raises Refused when it is on the ticket already."""
    too_late = _("It is too late to undo: your answer is already on the ticket.")
    with transaction.atomic():
        current = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if current is None:
            raise Refused(too_late)
        if current.status == DraftStatus.SENDING:
            current.status, current.send_at, current.updated_at = DraftStatus.WRITING, None, now
            current.revision += 1
            current.save()
    return current
