"""«Baixar meus dados» (LGPD art. 18 II and V, art. 19): asked for, made by a job, told of, and forgotten."""

import tempfile
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from balcao.files.archive import zip_entries
from balcao.front.models import DataCopy
from balcao.front.my_data_files import entries_for
from balcao.history.record import record
from balcao.lib.refused import Refused
from balcao.people.models import User

KEPT = timedelta(days=7)
STUCK = timedelta(days=1)
"""A copy that is not ready by then never will be: another may be asked for."""


def ask(*, person: User, now: datetime) -> DataCopy:
    """Have a copy made. Raises Refused while one is being made."""
    _forget(person.data_copies.filter(ready_at=None, asked_at__lt=now - STUCK))
    name = str(uuid4())
    try:
        with transaction.atomic():
            copy = DataCopy.objects.create(person=person, file_key=f"{name[:2]}/{name}", asked_at=now)
            make_copy.enqueue(str(copy.pk))
    except IntegrityError as error:
        raise Refused(_("Your data is being gathered already. We tell you by e-mail when it is ready.")) from error
    return copy


@task()
def make_copy(copy_id: str) -> None:
    """The ZIP, and the mail that says so: once, however often the job runs."""
    make(UUID(copy_id), now=timezone.now())


def make(copy_id: UUID, *, now: datetime) -> None:
    copy = DataCopy.objects.select_related("person").filter(pk=copy_id, ready_at=None).first()
    if copy is None:
        return
    person = copy.person
    default_storage.delete(copy.file_key)  # of a try that was cut off
    with (
        tempfile.TemporaryFile() as whole,
        translation.override(person.language),
        timezone.override(ZoneInfo(person.time_zone)),
    ):
        for piece in zip_entries(entries_for(person, now)):
            whole.write(piece)
        size = whole.tell()
        whole.seek(0)
        key = default_storage.save(copy.file_key, File(whole))
    with transaction.atomic():
        unfinished = DataCopy.objects.filter(pk=copy_id, ready_at=None)
        if unfinished.update(file_key=key, size=size, ready_at=now, expires_at=now + KEPT):
            record("person.data_ready", now=now, data={"user": person.pk, "copy": str(copy_id)})
    _forget(person.data_copies.exclude(ready_at=None).exclude(pk=copy_id))


def latest_of(person: User, *, now: datetime) -> DataCopy | None:
    """The copy being made, else the one that can be had."""
    copies = person.data_copies
    running = copies.filter(ready_at=None, asked_at__gte=now - STUCK).first()
    return running or copies.filter(expires_at__gt=now).order_by("-ready_at").first()


def copy_for(person: User, key: UUID, *, now: datetime) -> DataCopy | None:
    """A finished copy of the person's own that has not expired."""
    return person.data_copies.filter(pk=key, expires_at__gt=now).first()


def forget_expired(*, now: datetime) -> int:
    """Delete copies whose week is over; answers how many."""
    return _forget(DataCopy.objects.filter(expires_at__lte=now))


def _forget(copies: QuerySet[DataCopy]) -> int:
    """Bytes first: a row without bytes is found again, bytes without a row never."""
    found = list(copies)
    for copy in found:
        default_storage.delete(copy.file_key)
        copy.delete()
    return len(found)
