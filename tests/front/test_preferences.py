"""Preferências Pessoais: each section saves itself; the brief's photo and password among them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balcao.mail.models import OutgoingMail
from balcao.people.models import User
from tests.cast import PASSWORD, Cast
from tests.people.test_photo import picture

NEW = "um girassol na janela"
PROFILE = {
    "name": "Marina D.",
    "job_title": "Fiscal",
    "phone": "(92) 99123-4567",
    "language": "es",
    "time_zone": "America/Manaus",
}


LOOK = {"theme": "system", "density": "comfortable", "text_size": "normal", "has_shortcuts": ""}


@pytest.fixture
def marina(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.marina)


def test_the_profile_is_kept_and_the_page_speaks_the_new_language(cast: Cast, marina: Client) -> None:
    response = marina.post("/preferencias/perfil/", PROFILE)
    assert (response.status_code, response.headers["Location"]) == (303, "/preferencias/?salvo=perfil#perfil")
    cast.marina.refresh_from_db()
    assert (cast.marina.name, cast.marina.phone) == ("Marina D.", "+5592991234567")
    page = marina.get("/preferencias/?salvo=perfil").content.decode()
    assert "Preferencias personales" in page
    assert "Guardado" in page
    assert '<html lang="es"' in page


def test_htmx_hears_only_that_it_is_saved(cast: Cast, marina: Client) -> None:
    given = {**PROFILE, "language": "pt-br", "time_zone": "America/Sao_Paulo"}
    response = marina.post("/preferencias/perfil/", given, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Salvo" in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("phone", "123"), ("time_zone", "Mars/Olympus"), ("language", "xx"), ("name", "x" * 121)],
)
def test_a_wrong_value_is_said_and_nothing_changes(cast: Cast, marina: Client, field: str, value: str) -> None:
    response = marina.post("/preferencias/perfil/", {**PROFILE, field: value})
    assert response.status_code == 422
    assert "Confira os campos" in response.content.decode()
    assert 'value="Fiscal"' in response.content.decode()
    assert User.objects.get(pk=cast.marina.pk).name == "Marina Duarte"


def test_others_fields_cannot_be_sent_along(cast: Cast, marina: Client) -> None:
    marina.post("/preferencias/perfil/", {**PROFILE, "is_staff": "1", "is_agent": "1", "email": "x@y.example"})
    kept = User.objects.get(pk=cast.marina.pk)
    assert (kept.is_staff, kept.is_agent, kept.email) == (False, False, "marina@acme.example")


def test_a_password_needs_the_current_one_and_ends_other_sessions(
    cast: Cast, marina: Client, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    elsewhere = client_for(cast.marina)
    wrong = marina.post("/preferencias/senha/", {"current": "nao-e-esta", "password": NEW})
    assert wrong.status_code == 422
    assert "A senha atual não confere." in wrong.content.decode()
    assert marina.post("/preferencias/senha/", {"current": PASSWORD, "password": "curta"}).status_code == 422
    response = marina.post("/preferencias/senha/", {"current": PASSWORD, "password": NEW})
    assert response.headers["Location"] == "/preferencias/?salvo=senha#senha"
    assert marina.get("/preferencias/").status_code == 200
    assert elsewhere.get("/preferencias/").status_code == 303
    run_jobs()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("marina@acme.example", "Sua senha foi trocada")
    assert NEW not in mail.text


def test_tries_of_the_current_password_are_limited(cast: Cast, marina: Client) -> None:
    given = {"current": "nao-e-esta", "password": NEW}
    assert [marina.post("/preferencias/senha/", given).status_code for _try in range(11)] == [422] * 10 + [429]


def test_the_theme_is_painted_by_the_server_also_after_signing_out(cast: Cast, marina: Client) -> None:
    marina.post("/preferencias/aparencia/", {**LOOK, "theme": "dark", "density": "compact"})
    page = marina.get("/preferencias/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page
    assert 'data-shortcuts="off"' in page
    marina.post("/sair/")
    assert 'data-theme="dark"' in marina.get("/entrar/").content.decode()
    marina.cookies["balcao_theme"] = '"><script>'
    assert "<script>" not in marina.get("/entrar/").content.decode().replace("<script src", "")


def test_a_photo_is_shown_to_who_may_meet_the_person(
    cast: Cast, marina: Client, client_for: Callable[[User], Client]
) -> None:
    marina.post("/preferencias/foto/", {"photo": SimpleUploadedFile("eu.png", picture())})
    url = User.objects.get(pk=cast.marina.pk).photo_url
    seen = {
        user.username: client_for(user).get(url).status_code for user in (cast.marina, cast.paulo, cast.rita, cast.ana)
    }
    assert seen == {"marina": 200, "paulo": 200, "rita": 404, "ana": 200}
    assert Client().get(url).status_code == 303
    response = marina.get(url)
    assert response.headers["Content-Type"] == "image/webp"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert marina.get(url.replace(".webp", "x.webp")).status_code == 404
    assert f'src="{url}"' in marina.get("/preferencias/").content.decode()
    marina.post("/preferencias/foto/", {"remove": "1"})
    assert marina.get(url).status_code == 404


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a"])
def test_what_is_no_photo_is_refused_with_words(cast: Cast, marina: Client, data: bytes) -> None:
    response = marina.post("/preferencias/foto/", {"photo": SimpleUploadedFile("eu.png", data)})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert User.objects.get(pk=cast.marina.pk).photo_key == ""


@pytest.mark.parametrize("section", ["perfil", "foto", "senha", "aparencia"])
def test_sections_change_nothing_by_get(cast: Cast, marina: Client, section: str) -> None:
    assert marina.get(f"/preferencias/{section}/").status_code == 405
