"""Attachments reach who may see their ticket, as what they are, and run as nothing."""

import io
import zipfile
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.files.actions.store import store_file
from balcao.files.models import StoredFile
from balcao.people.models import User
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Ticket
from tests.cast import NOW, Cast
from tests.files.test_store import photo

ClientFor = Callable[[User], Client]


def stored(by: User, name: str = "DANFE.pdf", content: bytes = b"%PDF-1.4 nota") -> StoredFile:
    return store_file(upload=SimpleUploadedFile(name, content), by=by, now=NOW)


def attached(cast: Cast, ticket: Ticket, name: str = "DANFE.pdf", content: bytes = b"%PDF-1.4 nota") -> StoredFile:
    file = stored(cast.marina, name, content)
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Segue.", key=uuid4(), now=NOW, files=[file])
    return file


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return cast.ticket()


def test_an_attachment_is_read_by_who_sees_the_ticket_and_by_nobody_else(
    cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    file = attached(cast, ticket)
    people = (cast.marina, cast.paulo, cast.ana, cast.caio, cast.rafael, cast.rita, cast.bia, cast.alice)
    seen = {person.username: client_for(person).get(f"/arquivos/{file.pk}/").status_code for person in people}
    assert [name for name, status in seen.items() if status == 200] == ["marina", "paulo", "ana", "caio"]
    assert {status for status in seen.values() if status != 200} == {404}
    assert Client().get(f"/arquivos/{file.pk}/").status_code == 303


def test_a_file_of_a_note_is_for_agents_only(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    file = stored(cast.ana)
    add_note(ticket=ticket, by=cast.ana, body="Veja", key=uuid4(), now=NOW, files=[file])
    assert client_for(cast.caio).get(f"/arquivos/{file.pk}/").status_code == 200
    assert client_for(cast.marina).get(f"/arquivos/{file.pk}/").status_code == 404


def test_an_upload_that_is_not_sent_yet_is_its_senders_alone(cast: Cast, client_for: ClientFor) -> None:
    file = stored(cast.marina)
    assert client_for(cast.marina).get(f"/arquivos/{file.pk}/").status_code == 200
    assert client_for(cast.paulo).get(f"/arquivos/{file.pk}/").status_code == 404
    assert client_for(cast.ana).get(f"/arquivos/{file.pk}/").status_code == 404


def test_nothing_that_is_served_can_run(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    page = attached(cast, ticket, "pagina.html", b"<!doctype html><script>alert(1)</script>")
    response = client.get(f"/arquivos/{page.pk}/")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["Content-Disposition"] == 'attachment; filename="pagina.html"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/arquivos/{}/", "/arquivos/{}/?baixar=1"])
def test_pictures_are_shown_unless_one_wants_to_save_them(
    cast: Cast, ticket: Ticket, client_for: ClientFor, address: str
) -> None:
    file = attached(cast, ticket, "captura.png", photo("PNG"))
    response = client_for(cast.marina).get(address.format(file.pk))
    disposition = "attachment" if "baixar" in address else "inline"
    assert response.headers["Content-Disposition"] == f'{disposition}; filename="captura.png"'
    assert response.headers["Content-Type"] == "image/png"


def test_names_with_accents_and_quotes_stay_in_their_header(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    file = attached(cast, ticket, 'ação "x"\r\nSet-Cookie: a=b.txt', b"texto")
    header = client_for(cast.marina).get(f"/arquivos/{file.pk}/").headers["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''a%C3%A7%C3%A3o")
    assert "\n" not in header


def test_a_file_that_the_browser_has_is_not_sent_again(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    file = attached(cast, ticket)
    client = client_for(cast.marina)
    etag = client.get(f"/arquivos/{file.pk}/").headers["ETag"]
    assert client.get(f"/arquivos/{file.pk}/", headers={"If-None-Match": etag}).status_code == 304
    assert client_for(cast.rita).get(f"/arquivos/{file.pk}/", headers={"If-None-Match": etag}).status_code == 404


def test_a_preview_is_served_once_it_is_made(
    cast: Cast, ticket: Ticket, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    file = attached(cast, ticket, "captura.png", photo("PNG"))
    client = client_for(cast.marina)
    assert client.get(f"/arquivos/{file.pk}/previa/").status_code == 404
    run_jobs()
    response = client.get(f"/arquivos/{file.pk}/previa/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/webp")
    assert client_for(cast.rita).get(f"/arquivos/{file.pk}/previa/").status_code == 404


def test_all_files_of_a_ticket_come_as_one_zip_without_those_of_notes(
    cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    attached(cast, ticket, "nota.xml", b"<?xml version='1.0'?><nfe/>")
    attached(cast, ticket, "nota.xml", b"<?xml version='1.0'?><nfe2/>")
    file = stored(cast.ana, "interno.txt", b"texto")
    add_note(ticket=ticket, by=cast.ana, body="Veja", key=uuid4(), now=NOW, files=[file])

    def names(person: User) -> list[str]:
        response = client_for(person).get(f"/tickets/{ticket.number}/anexos.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:  # type: ignore[attr-defined]
            return archive.namelist()

    assert names(cast.marina) == ["nota.xml", "nota (2).xml"]
    assert names(cast.ana) == ["nota.xml", "nota (2).xml", "interno.txt"]
    assert client_for(cast.rita).get(f"/tickets/{ticket.number}/anexos.zip").status_code == 404
    assert client_for(cast.marina).get("/tickets/99/anexos.zip").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "charset"),
    [
        ("nota.xml", b"<?xml version='1.0'?><nota><script>alert(1)</script></nota>", "utf-8"),
        ("lista.csv", b"a;b\n1;2\n", "utf-8"),
        ("antiga.csv", "número;situação\n1;não\n".encode("windows-1252"), "windows-1252"),
        ("pagina.html", b"<!doctype html><script>alert(1)</script>", "utf-8"),
    ],
)
def test_texts_are_read_as_plain_text_and_run_as_nothing(
    cast: Cast, ticket: Ticket, client_for: ClientFor, name: str, content: bytes, charset: str
) -> None:
    file, client = attached(cast, ticket, name, content), client_for(cast.marina)
    response = client.get(f"/arquivos/{file.pk}/?ver=1")
    assert response.headers["Content-Type"] == f"text/plain; charset={charset}"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response) == content
    assert f"/arquivos/{file.pk}/?ver=1" in client.get(f"/tickets/{ticket.number}/").content.decode()


def test_what_is_no_text_is_not_shown_as_one(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    file = attached(cast, ticket, "lote.bin", b"\x00\x01\x02")
    response = client_for(cast.marina).get(f"/arquivos/{file.pk}/?ver=1")
    assert response.headers["Content-Disposition"].startswith("attachment")
