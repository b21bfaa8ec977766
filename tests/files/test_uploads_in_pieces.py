"""Uploads in pieces: every acknowledged byte is there once, whatever is lost, repeated or out of order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from balcao.files.actions.append_chunk import WrongOffset, append_chunk
from balcao.files.actions.finish_upload import finish_upload
from balcao.files.actions.forget import forget_unfinished
from balcao.files.actions.start_upload import start_upload
from balcao.files.models import StoredFile, Upload, UploadPart
from balcao.people.models import User
from tests.cast import NOW, Cast
from tests.files.test_store import bytes_of, photo

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def address(upload_id: object) -> str:
    return f"/arquivos/envios/{upload_id}/"


def begin(client: Client, content: bytes, name: str = "nota.txt", **more: str) -> UUID:
    upload_id = uuid4()
    data = {"id": str(upload_id), "name": name, "size": str(len(content)), **more}
    assert client.post("/arquivos/envios/", data).status_code == 201
    return upload_id


def patch(client: Client, upload_id: UUID, offset: int, content: bytes) -> tuple[int, dict[str, Any]]:
    response = client.patch(address(upload_id), content, "application/offset", headers={"Upload-Offset": str(offset)})
    return response.status_code, response.json() if response.content else {}


def test_pieces_become_the_file_under_the_rules_of_every_file(cast: Cast, client_for: ClientFor) -> None:
    client, content = client_for(cast.marina), photo("PNG")
    upload_id = begin(client, content, "../captura\u202e.png", sha256=hashlib.sha256(content).hexdigest())
    half = len(content) // 2
    assert patch(client, upload_id, 0, content[:half])[1]["offset"] == half
    status, state = patch(client, upload_id, half, content[half:])
    stored = StoredFile.objects.get()
    assert (status, state["offset"], state["sha256"]) == (200, len(content), hashlib.sha256(content).hexdigest())
    assert state["file"] == {
        "id": str(stored.pk),
        "name": "captura.png",
        "size": stored.size,
        "content_type": "image/png",
        "used": False,
    }
    assert stored.uploaded_by == cast.marina
    assert b"CameraDaMarina" in content
    assert b"CameraDaMarina" not in bytes_of(stored)
    assert UploadPart.objects.count() == 0


def test_a_piece_that_came_is_not_taken_twice_and_the_answer_says_where_to_go_on(
    cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"abcdef")
    assert patch(client, upload_id, 0, b"abc")[0] == 200
    answers = [
        patch(client, upload_id, 0, b"abc"),
        patch(client, upload_id, 5, b"f"),
        patch(client, upload_id, 3, b"defg"),
    ]
    assert [(status, state["offset"]) for status, state in answers] == [(409, 3)] * 3
    assert client.get(address(upload_id)).json()["offset"] == 3
    assert patch(client, upload_id, 3, b"def")[0] == 200
    assert bytes_of(StoredFile.objects.get()) == b"abcdef"


def test_a_lost_last_answer_is_asked_for_again_and_gives_the_same_file(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"abc")
    first = patch(client, upload_id, 0, b"abc")
    assert [patch(client, upload_id, 3, b""), patch(client, upload_id, 3, b"")] == [first, first]
    assert patch(client, upload_id, 0, b"abc")[1]["file"] == first[1]["file"]
    assert StoredFile.objects.count() == 1


def test_a_lost_first_answer_is_asked_for_again_and_gives_the_same_upload(cast: Cast, client_for: ClientFor) -> None:
    client, upload_id = client_for(cast.marina), uuid4()
    data = {"id": str(upload_id), "name": "a.txt", "size": "3"}
    answers = [client.post("/arquivos/envios/", data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    other = client.post("/arquivos/envios/", {**data, "size": "4"})
    assert other.status_code == 422
    assert Upload.objects.count() == 1


def test_an_upload_is_its_senders_alone(cast: Cast, client_for: ClientFor) -> None:
    upload_id = begin(client_for(cast.marina), b"abc")
    for person in (cast.paulo, cast.ana, cast.alice):
        client = client_for(person)
        again = client.post("/arquivos/envios/", {"id": str(upload_id), "name": "x", "size": "3"})
        answers = [client.get(address(upload_id)), client.delete(address(upload_id)), again]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert patch_status(client, upload_id) == 404
    assert Upload.objects.get().received == 0


def patch_status(client: Client, upload_id: UUID) -> int:
    return client.patch(address(upload_id), b"x", "application/offset", headers={"Upload-Offset": "0"}).status_code


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": "../x", "name": "a", "size": "3"},
        {"id": str(uuid4()), "name": "a", "size": "-1"},
        {"id": str(uuid4()), "name": "a", "size": "٣"},
        {"id": str(uuid4()), "name": "a", "size": "9" * 30},
        {"id": str(uuid4()), "name": "a", "size": "3", "sha256": "g" * 64},
    ],
)
def test_what_is_no_announcement_is_refused(cast: Cast, client_for: ClientFor, data: dict[str, str]) -> None:
    assert client_for(cast.marina).post("/arquivos/envios/", data).status_code == 400


@pytest.mark.parametrize("offset", ["", "-1", "x", "1.0", "9" * 30])
def test_an_offset_that_is_no_number_is_refused(cast: Cast, client_for: ClientFor, offset: str) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"abc")
    answer = client.patch(address(upload_id), b"abc", "application/offset", headers={"Upload-Offset": offset})
    assert answer.status_code == 400


def test_limits_are_told_in_the_readers_words(cast: Cast, client_for: ClientFor, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_UNFINISHED_BYTES, settings.UPLOADS_PER_HOUR = 2_000_000, 3_000_000, 3
    client = client_for(cast.marina)

    def start(size: int, by: Client = client) -> tuple[int, str]:
        answer = by.post("/arquivos/envios/", {"id": str(uuid4()), "name": "lote.zip", "size": str(size)})
        return answer.status_code, answer.json().get("error", "")

    assert start(0) == (422, "O arquivo lote.zip está vazio.")
    assert start(2_000_001)[0] == 422
    assert "O arquivo lote.zip tem 1,9\xa0MB; o limite é 1,9\xa0MB." in start(2_000_001)[1]
    assert start(2_000_000) == (201, "")
    assert start(1_000_001)[0] == 429
    assert start(1)[0] == 201
    assert start(1)[0] == 201
    assert start(1)[0] == 429
    assert (
        client_for(cast.ana).post("/arquivos/envios/", {"id": str(uuid4()), "name": "a", "size": "5"}).status_code
        == 201
    )


def test_a_piece_above_a_megabyte_is_refused_whole(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"x" * 1_100_000)
    assert patch(client, upload_id, 0, b"x" * 1_048_577)[0] == 413
    assert Upload.objects.get().received == 0


def test_a_file_that_changed_on_its_way_is_refused_and_forgotten(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"abc", sha256=hashlib.sha256(b"abc").hexdigest())
    status, state = patch(client, upload_id, 0, b"abd")
    assert (status, state["error"]) == (422, "O arquivo nota.txt mudou durante o envio. Escolha-o de novo.")
    assert (StoredFile.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_cancelled_upload_leaves_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    half, whole = begin(client, b"abc"), begin(client, b"abc")
    patch(client, half, 0, b"ab")
    patch(client, whole, 0, b"abc")
    key = StoredFile.objects.get().key
    assert [client.delete(address(one)).status_code for one in (half, whole, half)] == [204, 204, 404]
    assert (Upload.objects.count(), UploadPart.objects.count(), StoredFile.objects.count()) == (0, 0, 0)
    assert not default_storage.exists(key)


def test_cancelling_after_it_was_sent_takes_nothing_from_the_ticket(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    upload_id = begin(client, b"abc")
    patch(client, upload_id, 0, b"abc")
    file = StoredFile.objects.get()
    cast.ticket().messages.get().attachments.create(file=file)
    assert client.get(address(upload_id)).json()["file"]["used"] is True
    assert client.delete(address(upload_id)).status_code == 204
    assert bytes_of(StoredFile.objects.get()) == b"abc"


def test_what_stopped_is_forgotten_after_three_days_and_files_stay(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    stopped, done, fresh = (begin(client, b"abc") for _ in range(3))
    patch(client, done, 0, b"abc")
    patch(client, stopped, 0, b"a")
    Upload.objects.exclude(pk=fresh).update(touched_at=NOW - timedelta(days=4))
    Upload.objects.filter(pk=fresh).update(touched_at=NOW)
    assert forget_unfinished(now=NOW) == 2
    assert list(Upload.objects.values_list("pk", flat=True)) == [fresh]
    assert UploadPart.objects.count() == 0
    assert StoredFile.objects.count() == 1


class FullDisk:
    """The storage, failing until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_broken = True
        save = default_storage.save

        def fail(name: str, *args: Any, **kwargs: Any) -> str:
            if self.is_broken:
                raise OSError(28, "No space left on device")
            return save(name, *args, **kwargs)

        monkeypatch.setattr(default_storage, "save", fail)


def test_a_storage_that_fails_at_the_end_loses_no_byte_and_is_tried_again(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, content, disk = client_for(cast.marina), b"0123456789" * 1000, FullDisk(monkeypatch)
    upload_id = begin(client, content)
    assert patch(client, upload_id, 0, content[:4000])[0] == 200
    status, state = patch(client, upload_id, 4000, content[4000:])
    assert (status, state["error"]) == (503, "Não conseguimos guardar arquivos agora. Tentamos de novo sozinhos.")
    assert client.get(address(upload_id)).json()["offset"] == len(content)
    assert patch(client, upload_id, len(content), b"")[0] == 503
    disk.is_broken = False
    assert patch(client, upload_id, len(content), b"")[0] == 200
    assert bytes_of(StoredFile.objects.get()) == content


def test_the_form_goes_on_when_the_storage_fails(
    cast: Cast, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    FullDisk(monkeypatch)
    ticket, client = cast.ticket(), client_for(cast.marina)
    data = {"body": "Segue a nota.", "key": str(uuid4()), "files": SimpleUploadedFile("nota.txt", b"abc")}
    answer = client.post(f"/tickets/{ticket.number}/replies/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Não conseguimos guardar o arquivo nota.txt agora." in page
    assert "Segue a nota." in page


def test_two_requests_that_finish_at_once_make_one_file(cast: Cast) -> None:
    upload = start_upload(upload_id=uuid4(), name="a.txt", size=3, by=cast.marina, now=NOW)
    append_chunk(upload_id=upload.pk, offset=0, content=b"abc", now=NOW)
    one, other = Upload.objects.get(), Upload.objects.get()
    first = finish_upload(upload=one, now=NOW)
    assert finish_upload(upload=other, now=NOW) == first
    assert list(StoredFile.objects.all()) == [first]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_of_pieces_gives_exactly_the_file_or_a_clear_refusal(cast: Cast, data: st.DataObject) -> None:
    content = data.draw(st.binary(min_size=1, max_size=60))
    upload = start_upload(upload_id=uuid4(), name="a.bin", size=len(content), by=cast.marina, now=NOW)
    places = st.integers(0, len(content) + 2)
    acknowledged = 0
    for offset, length in data.draw(st.lists(st.tuples(places, places), max_size=25)):
        piece = content[offset : offset + length]
        if offset == acknowledged:
            acknowledged = append_chunk(upload_id=upload.pk, offset=offset, content=piece, now=NOW).received
        else:
            with pytest.raises(WrongOffset) as refused:
                append_chunk(upload_id=upload.pk, offset=offset, content=piece, now=NOW)
            assert refused.value.received == acknowledged
        held = b"".join(bytes(part.content) for part in UploadPart.objects.filter(upload=upload).order_by("offset"))
        assert held == content[:acknowledged]
    # Whoever goes on from where the server says arrives at the same bytes.
    arrived = append_chunk(upload_id=upload.pk, offset=acknowledged, content=content[acknowledged:], now=NOW)
    assert bytes_of(finish_upload(upload=arrived, now=NOW)) == content
