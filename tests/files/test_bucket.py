"""Files in a bucket: the same promises as in a folder, shown against a real S3 endpoint on this machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen
from uuid import uuid4

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from pytest_django import Settings

from balcao.config.files_environment import files_storage
from balcao.files.actions.forget import discard
from balcao.files.actions.store import store_file
from balcao.files.jobs import make_preview
from balcao.files.models import StoredFile
from balcao.files.storage_down import StorageDown
from balcao.ops.doctor import Grade, machine
from balcao.people.actions.set_photo import set_photo
from balcao.people.models import User
from tests.cast import NOW, Cast
from tests.files.test_store import bytes_of, photo
from tests.files.test_uploads_in_pieces import begin, patch

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


class S3:
    """A bucket of a server that speaks S3; `stop` and it does not answer any more."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.host, self.port = self.server.get_host_and_port()
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id="chave",
            aws_secret_access_key="segredo",
        )
        # Its buckets are those of the process, not of one server.
        urlopen(Request(f"{self.endpoint}/moto-api/reset", method="POST")).close()
        self.client.create_bucket(Bucket="balcao")

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def keys(self) -> list[str]:
        return [item["Key"] for item in self.client.list_objects_v2(Bucket="balcao").get("Contents", [])]


@pytest.fixture
def s3(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[S3]:
    server = S3()
    for name, value in {
        "BUCKET": "balcao",
        "ENDPOINT": server.endpoint,
        "KEY": "chave",
        "SECRET": "segredo",
        "PREFIX": "portal",
    }.items():
        monkeypatch.setenv(f"BALCAO_FILES_{name}", value)
    settings.FILES_BUCKET = "balcao"
    settings.STORAGES = {**settings.STORAGES, "default": files_storage(tmp_path)}
    yield server
    server.server.stop()


def store(by: User, name: str, content: bytes) -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, content), by=by, now=NOW)


def test_a_file_goes_there_comes_back_and_goes_away(cast: Cast, s3: S3) -> None:
    stored = store(cast.marina, "DANFE.pdf", b"%PDF-1.7 nota")
    assert s3.keys() == [f"portal/{stored.key}"]
    assert bytes_of(stored) == b"%PDF-1.7 nota"
    assert discard(stored)
    assert s3.keys() == []


def test_pieces_previews_photos_and_zips_work_there(cast: Cast, s3: S3, client_for: ClientFor) -> None:
    client, content = client_for(cast.marina), photo("PNG")
    upload_id = begin(client, content, "captura.png")
    patch(client, upload_id, 0, content[:100])
    assert s3.keys() == []
    assert patch(client, upload_id, 100, content[100:])[0] == 200
    stored = StoredFile.objects.get()
    make_preview.call(str(stored.pk))
    set_photo(user=cast.marina, upload=SimpleUploadedFile("eu.png", content))
    ticket = cast.ticket()
    ticket.messages.get().attachments.create(file=stored)
    assert b"".join(client.get(f"/arquivos/{stored.pk}/previa/")).startswith(b"RIFF")
    assert b"".join(client.get(cast.marina.photo_url)).startswith(b"RIFF")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/tickets/{ticket.number}/anexos.zip"))))
    assert {name: archive.read(name) for name in archive.namelist()} == {"captura.png": bytes_of(stored)}


def test_it_is_read_after_our_checks_only_and_in_parts(cast: Cast, s3: S3, client_for: ClientFor) -> None:
    stored = store(cast.marina, "DANFE.pdf", b"%PDF-1.7 nota")
    answer = client_for(cast.marina).get(f"/arquivos/{stored.pk}/", headers={"Range": "bytes=1-3"})
    assert (answer.status_code, b"".join(answer)) == (206, b"PDF")
    assert client_for(cast.paulo).get(f"/arquivos/{stored.pk}/").status_code == 404
    s3.client.delete_object(Bucket="balcao", Key=f"portal/{stored.key}")
    assert client_for(cast.marina).get(f"/arquivos/{stored.pk}/").status_code == 404


def test_a_server_that_is_away_is_told_and_loses_nothing(cast: Cast, s3: S3, client_for: ClientFor) -> None:
    client, content = client_for(cast.marina), b"0123456789" * 50
    before = store(cast.marina, "antes.txt", b"abc")
    upload_id = begin(client, content)
    patch(client, upload_id, 0, content[:200])
    s3.server.stop()
    assert patch(client, upload_id, 200, content[200:])[0] == 503
    with pytest.raises(StorageDown):
        store(cast.marina, "a.txt", b"abc")
    unread = client.get(f"/arquivos/{before.pk}/")
    assert (unread.status_code, unread.content.decode()) == (503, "Não conseguimos ler o arquivo agora. Tente de novo.")
    finding = machine.files_can_be_kept()
    assert (finding.grade, "bucket balcao cannot be used" in finding.text) == (Grade.BROKEN, True)
    again = ThreadedMotoServer(ip_address="127.0.0.1", port=s3.port, verbose=False)
    again.start()
    s3.server = again
    s3.client.create_bucket(Bucket="balcao")
    assert patch(client, upload_id, len(content), b"")[0] == 200
    assert bytes_of(StoredFile.objects.exclude(pk=before.pk).get()) == content
    assert machine.files_can_be_kept().text == "bucket balcao"


def test_a_bucket_that_is_missing_is_named_by_the_doctor(db: None, s3: S3) -> None:
    s3.client.delete_bucket(Bucket="balcao")
    finding = machine.files_can_be_kept()
    assert finding.grade is Grade.BROKEN
    assert "BALCAO_FILES_" in finding.remedy


def test_without_a_bucket_files_are_in_the_folder(tmp_path: Any) -> None:
    assert files_storage(tmp_path)["OPTIONS"] == {"location": tmp_path}
    assert "pieces" not in dir(storages["default"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"ENDPOINT": "https://s3.example"}, "BALCAO_FILES_BUCKET is not"),
        ({"BUCKET": "balcao", "FOLDER": "/x"}, "both set"),
        ({"BUCKET": "Balcão"}, "is no name of a bucket"),
        ({"BUCKET": "balcao", "ENDPOINT": "s3.example"}, "must be scheme and host"),
        ({"BUCKET": "balcao", "KEY": "k"}, "belong together"),
        ({"BUCKET": "balcao", "PREFIX": "../x"}, "must be folders"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, given: dict[str, str], told: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"BALCAO_FILES_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=told):
        files_storage(tmp_path)


@pytest.mark.parametrize(
    ("asked", "status", "body", "place"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=8-", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=5-99", 206, b"56789", "bytes 5-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("bytes=3-1", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_players_and_viewers_get_the_part_they_ask_for(
    cast: Cast, client_for: ClientFor, asked: str, status: int, body: bytes, place: str | None
) -> None:
    stored = store(cast.marina, "a.txt", b"0123456789")
    answer = client_for(cast.marina).get(f"/arquivos/{stored.pk}/", headers={"Range": asked})
    assert (answer.status_code, b"".join(answer), answer.headers.get("Content-Range")) == (status, body, place)
    stale = {"Range": "bytes=0-1", "If-Range": '"older"'}
    assert client_for(cast.marina).get(f"/arquivos/{stored.pk}/", headers=stale).status_code == 200


def test_the_ids_of_uploads_are_of_nobody_else(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.marina).get(f"/arquivos/envios/{uuid4()}/").status_code == 404
