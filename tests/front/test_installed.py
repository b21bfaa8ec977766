"""The portal as an app: manifest, worker, and what another app of the phone shares with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from balcao.files.models import StoredFile
from balcao.front.offline import HEADER
from balcao.people.models import User
from balcao.site.current import current_site, forget_site
from balcao.tickets.models import Ticket
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def test_the_manifest_has_the_desks_name_and_icons_of_the_size_they_say(client: Client) -> None:
    site = current_site()
    site.name = "Suporte Acme"
    site.save()
    forget_site()
    response = client.get("/manifest.webmanifest", headers={"accept-language": "pt-BR"})
    assert response.headers["Content-Type"] == "application/manifest+json"
    given = json.loads(response.content)
    assert (given["name"], given["lang"], given["start_url"]) == ("Suporte Acme", "pt-br", "/")
    assert [one["name"] for one in given["shortcuts"]] == ["Novo Ticket", "Meus Tickets"]
    assert {(one["sizes"], one["purpose"]) for one in given["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in given["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found is not None
        with Image.open(found) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]


def test_the_worker_is_served_for_the_whole_site_and_asked_for_anew(client: Client) -> None:
    response = client.get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    given = json.loads(re.match(r"const GIVEN = (.*);\n", response.content.decode())[1])  # type: ignore[index]
    assert given["offline"] == "/sem-conexao/"
    for asset in given["assets"]:
        assert finders.find(asset.removeprefix("/static/"))


def test_every_page_says_whose_it_is_and_no_two_sessions_say_the_same(cast: Cast, client_for: ClientFor) -> None:
    guest = Client().get("/entrar/").headers[HEADER]
    first, again, other = (
        client_for(one).get("/tickets/").headers[HEADER] for one in (cast.marina, cast.marina, cast.rafael)
    )
    assert guest == "-"
    assert len({guest, first, again, other}) == 4
    client = client_for(cast.marina)
    assert client.get("/tickets/").headers[HEADER] == client.get("/").headers[HEADER]
    assert HEADER not in client.get("/paleta/").headers


def test_the_page_without_a_connection_shows_nothing_of_anybodys(cast: Cast) -> None:
    response = Client().get("/sem-conexao/", headers={"accept-language": "pt-BR"})
    assert "Sem conexão" in response.content.decode()
    assert "manifest.webmanifest" in response.content.decode()


def test_what_is_shared_becomes_the_beginning_of_a_ticket(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    note = SimpleUploadedFile("nota.pdf", b"%PDF-1.4 nota", "application/pdf")
    shared = {"title": "Nota 3512", "text": "Voltou rejeitada", "url": "https://sefaz.example/3512", "files": note}
    response = client.post("/novo/compartilhado/", shared)
    assert (response.status_code, response.headers["Location"]) == (303, "/novo/?continuar=1")
    assert Ticket.objects.count() == 0
    form = client.get("/novo/emissor-fiscal/nota-rejeitada/?continuar=1").content.decode()
    kept = StoredFile.objects.get()
    assert isinstance(kept.pk, UUID)
    assert str(kept.pk) in form
    assert 'value="Nota 3512"' in form
    assert "Voltou rejeitada\n\nhttps://sefaz.example/3512" in form.replace("\r", "")


def test_another_sites_form_shares_nothing(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    for site in ("cross-site", "same-site"):
        response = client.post("/novo/compartilhado/", {"title": "x"}, headers={"sec-fetch-site": site})
        assert response.status_code == 404
    assert "carried_ticket" not in client.session
