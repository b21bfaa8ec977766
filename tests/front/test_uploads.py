"""Files of a form: stored at once, kept over its mistakes, only for who sent them."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from balcao.files.models import StoredFile
from balcao.front.upload_handler import MOST_IN_REQUEST
from balcao.front.uploads import Taken, kept_files, take_uploads
from balcao.people.models import User
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def take(by: User, *contents: bytes, kept: list[str] | None = None, limit: int = 20) -> Taken:
    data = QueryDict(mutable=True)
    data.setlist("files-kept", kept or [])
    uploads: list[UploadedFile[Any]] = [
        SimpleUploadedFile(f"{number}.txt", content) for number, content in enumerate(contents)
    ]
    with translation.override("pt-br"):
        return take_uploads(data, MultiValueDict({"files": uploads}), "files", by=by, now=NOW, limit=limit)


def test_good_files_are_stored_and_bad_ones_named(cast: Cast) -> None:
    taken = take(cast.marina, b"um", b"", b"tres")
    assert [file.name for file in taken.files] == ["0.txt", "2.txt"]
    assert taken.problems == ["O arquivo 1.txt está vazio."]


def test_kept_files_come_first_and_count(cast: Cast) -> None:
    first = take(cast.marina, b"um").files[0]
    taken = take(cast.marina, b"dois", b"tres", kept=[str(first.pk)], limit=2)
    assert taken.files[0] == first
    assert [file.name for file in taken.files] == ["0.txt", "0.txt"]
    assert taken.problems == ["São até 2 arquivos por vez. Ficaram os 2 primeiros."]
    assert StoredFile.objects.count() == 2


def test_only_own_unattached_files_can_be_kept(cast: Cast) -> None:
    mine, other = take(cast.marina, b"um").files[0], take(cast.rita, b"dois").files[0]
    attached = take(cast.marina, b"tres").files[0]
    cast.ticket().messages.get().attachments.create(file=attached)
    ids = [str(other.pk), str(mine.pk), str(mine.pk), str(attached.pk), str(uuid4()), "../../x", ""]
    assert kept_files(ids, by=cast.marina) == [mine]


def test_far_too_many_files_reach_neither_disk_nor_an_error_page(cast: Cast) -> None:
    uploads = [SimpleUploadedFile(f"{number}.txt", b"x" * 20_000) for number in range(300)]
    request = RequestFactory().post("/", {"texto": "fica", "files": uploads})
    files = request.FILES.getlist("files")
    assert len(files) == MOST_IN_REQUEST
    assert [file.read(2) for file in (files[0], files[-1])] == [b"xx", b"xx"]
    assert request.POST["texto"] == "fica"
