"""Files of a form are stored as soon as they arrive, so that a form with a mistake does not ask for them again.

A stored file is sent back as an id under `<name>-kept`. The id alone gives no right: only its uploader may use
it, and only until it is attached to something.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from balcao.files.storage_down import StorageDown
from balcao.lib.names import clean_filename
from balcao.lib.refused import Refused
from balcao.people.models import User


@dataclass
class Taken:
    """`files`: kept from before and new ones, in order. `problems`: what was not taken and why, for the reader."""

    files: list[StoredFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def kept_name(name: str) -> str:
    """The input that sends back what was stored at an earlier try."""
    return f"{name}-kept"


def take_uploads(
    data: QueryDict,
    files: MultiValueDict[str, UploadedFile[Any]],
    name: str,
    *,
    by: User,
    now: datetime,
    limit: int = settings.UPLOAD_MAX_FILES,
) -> Taken:
    """The files of the input `name`: the kept ones and the new ones, stored now. Nothing here refuses the form."""
    kept = kept_files(data.getlist(kept_name(name)), by=by)
    given = [upload for upload in files.getlist(name) if upload.name]
    taken = Taken(files=kept[:limit])
    room = limit - len(taken.files)
    for upload in given[:room]:
        try:
            taken.files.append(store_file(upload=upload, by=by, now=now))
        except Refused as refusal:
            taken.problems.append(refusal.message)
        except StorageDown:
            words = _("We could not store the file %(name)s right now. The rest is kept: choose it again in a moment.")
            taken.problems.append(words % {"name": clean_filename(upload.name or "")})
    if len(kept) + len(given) > limit:
        taken.problems.append(_too_many(limit))
    return taken


def kept_files(ids: list[str], *, by: User) -> list[StoredFile]:
    """This person's own unattached uploads among `ids`, in their order."""
    known = [UUID(value) for value in ids if is_uuid(value)]
    found = {file.pk: file for file in own_uploads(by).filter(pk__in=known)}
    return [found[key] for key in dict.fromkeys(known) if key in found]


def own_uploads(by: User) -> QuerySet[StoredFile]:
    """What this person sent and nothing came to use yet."""
    return StoredFile.objects.filter(uploaded_by=by, attachment__isnull=True)


def is_uuid(value: str) -> bool:
    """Whether a text from a form can be one of our ids."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _too_many(limit: int) -> str:
    return ngettext(
        "You can send %(limit)d file here. We kept the first one.",
        "You can send up to %(limit)d files at a time. We kept the first %(limit)d.",
        limit,
    ) % {"limit": limit}
