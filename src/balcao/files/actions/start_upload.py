"""Begins an upload that may take long and be interrupted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from balcao.files.actions.store import refuse_size
from balcao.files.models import Upload
from balcao.lib.names import clean_filename
from balcao.lib.refused import Refused

if TYPE_CHECKING:
    from balcao.people.models import User

HOUR = timedelta(hours=1)


class TooMuch(Refused):
    """This person has too much on the way, or began too often."""


def start_upload(*, upload_id: UUID, name: str, size: int, sha256: str = "", by: User, now: datetime) -> Upload:
    """The upload of this id, begun now or before; `sha256` is the hex digest that its bytes must have, if known.

    Raises Refused for an empty or too large file and when an id is used again for another file, TooMuch above what one
    person may have on the way at once or begin in an hour, Upload.DoesNotExist when the id is somebody else's.
    """
    name = clean_filename(name)
    refuse_size(name, size)
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload_id).exists():
            _refuse_too_much(size, by, now)
        given = {"owner": by, "name": name, "size": size, "sha256": sha256, "started_at": now, "touched_at": now}
        upload, is_new = Upload.objects.get_or_create(pk=upload_id, defaults=given)
    if upload.owner_id != by.pk:
        raise Upload.DoesNotExist(upload_id)
    # Once finished, the digest is that of what arrived, whether the browser could measure it or not.
    if not is_new and (upload.size != size or sha256 not in {"", upload.sha256}):
        raise Refused(_("This file could not be sent. Choose it again."))
    return upload


def _refuse_too_much(size: int, by: User, now: datetime) -> None:
    mine = Upload.objects.filter(owner=by)
    on_the_way = mine.filter(file=None).aggregate(total=Sum("size"))["total"] or 0
    if on_the_way + size > settings.UPLOAD_MAX_UNFINISHED_BYTES:
        raise TooMuch(_("Too many files are on their way already. Let them finish, or cancel some."))
    if mine.filter(started_at__gt=now - HOUR).count() >= settings.UPLOADS_PER_HOUR:
        raise TooMuch(_("You sent very many files in the last hour. Wait a little and try again."))
