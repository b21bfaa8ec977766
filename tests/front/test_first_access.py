"""The link of an invitation, and the first own password in the place of a temporary one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balcao.mail.models import OutgoingMail
from balcao.people.actions.give_temporary_password import give_temporary_password
from balcao.people.actions.invite import invite
from balcao.people.models import Invitation, Membership, User
from tests.cast import Cast

PASSWORD = "um girassol na janela"
GIVEN = {"password": PASSWORD, "name": "Nívea Prado", "language": "pt-br", "time_zone": "America/Manaus"}


@pytest.fixture
def nivea(cast: Cast) -> User:
    user = User.objects.create_user("nivea", None, name="Nívea Prado", email="nivea@acme.example")
    Membership.objects.create(user=user, organization=cast.acme)
    return user


def link(user: User, at: datetime | None = None) -> str:
    _invitation, token = invite(user=user, by=None, now=at or timezone.now())
    return f"/convite/{token}/"


def test_the_link_greets_by_name_and_company(nivea: User, client: Client) -> None:
    page = client.get(link(nivea)).content.decode()
    assert "Olá, Nívea." in page
    assert "A Acme Tecnologia criou seu acesso ao Service Desk." in page
    assert "Crie sua senha" in page


def test_a_password_opens_the_door_and_the_link_is_used_up(nivea: User, client: Client) -> None:
    url = link(nivea)
    response = client.post(url, GIVEN)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert client.get("/preferencias/").status_code == 200
    nivea.refresh_from_db()
    assert nivea.time_zone == "America/Manaus"
    again = Client().post(url, {**GIVEN, "password": "outra frase bem comprida"})
    assert again.status_code == 410
    assert "Ele já foi usado." in again.content.decode()
    nivea.refresh_from_db()
    assert nivea.check_password(PASSWORD)


@pytest.mark.parametrize(
    "password", ["", "curta", "nívea prado nivea"[:11], "123456789012", "abababababab", "password1234"]
)
def test_a_weak_password_is_refused_and_the_rest_is_kept(nivea: User, client: Client, password: str) -> None:
    response = client.post(link(nivea), {**GIVEN, "password": password, "name": "Nívea Nova"})
    assert response.status_code == 422
    assert 'value="Nívea Nova"' in response.content.decode()
    nivea.refresh_from_db()
    assert not nivea.has_usable_password()


def test_an_expired_link_says_since_when_and_offers_a_new_one(
    nivea: User, client: Client, run_jobs: Callable[[], int]
) -> None:
    url = link(nivea, timezone.now() - timedelta(days=8))
    OutgoingMail.objects.all().delete()
    page = client.get(url)
    day = timezone.localdate(timezone.now() - timedelta(days=1))
    assert page.status_code == 410
    assert f"Este convite venceu em {day:%d/%m/%Y}." in page.content.decode()
    assert client.post(url, GIVEN).status_code == 410
    renewed = client.post(f"{url}novo/", {"email": "eva@mau.example"})
    assert renewed.status_code == 200
    run_jobs()
    assert [
        mail.to for mail in OutgoingMail.objects.all() if mail.created_at > timezone.now() - timedelta(hours=1)
    ] == ["nivea@acme.example"]


def test_an_unknown_link_learns_nothing(nivea: User, client: Client, run_jobs: Callable[[], int]) -> None:
    page = client.get("/convite/" + "a" * 43 + "/")
    assert page.status_code == 404
    assert "Este convite não vale mais" in page.content.decode()
    known, unknown = client.post(link(nivea) + "novo/"), client.post("/convite/" + "a" * 43 + "/novo/")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert "Se este convite puder ser renovado" in unknown.content.decode()
    assert len(known.content) == len(unknown.content)


def test_a_link_of_who_may_not_sign_in_any_more_is_dead(nivea: User, client: Client) -> None:
    url = link(nivea)
    User.objects.filter(pk=nivea.pk).update(is_active=False)
    assert client.post(url, GIVEN).status_code == 410
    assert Invitation.objects.get().used_at is None


def test_another_persons_session_ends_when_the_link_is_used(
    nivea: User, cast: Cast, client_for: Callable[[User], Client]
) -> None:
    client = client_for(cast.marina)
    client.post(link(nivea), GIVEN)
    assert "Nívea Prado" in client.get("/preferencias/").content.decode()


def test_a_temporary_password_opens_only_the_page_that_replaces_it(cast: Cast, client: Client) -> None:
    password = give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now())
    client.post("/entrar/", {"login": "marina", "password": password})
    for path in ("/", "/preferencias/", "/horario/"):
        response = client.get(path)
        assert response.status_code == 303
        assert response.headers["Location"].startswith("/senha/primeira/?next=")
    page = client.get("/senha/primeira/?next=/preferencias/").content.decode()
    assert "Você entrou com uma senha temporária." in page
    same = client.post("/senha/primeira/", {"password": password})
    assert same.status_code == 422
    response = client.post("/senha/primeira/", {"password": PASSWORD, "next": "/preferencias/"})
    assert response.headers["Location"] == "/preferencias/"
    assert client.get("/preferencias/").status_code == 200
    assert Client().login(username="marina", password=password) is False
    assert Client().login(username="marina", password=PASSWORD) is True


def test_the_way_out_stays_open_with_a_temporary_password(cast: Cast, client: Client) -> None:
    password = give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now())
    client.post("/entrar/", {"login": "marina", "password": password})
    assert client.post("/sair/").headers["Location"] == "/"
    assert client.post("/senha/primeira/", {"password": PASSWORD, "next": "//mau.example"}).status_code == 303


def test_after_the_first_password_nobody_is_sent_elsewhere(cast: Cast, client: Client) -> None:
    password = give_temporary_password(user=cast.marina, by=cast.alice, now=timezone.now())
    client.post("/entrar/", {"login": "marina", "password": password})
    response = client.post("/senha/primeira/", {"password": PASSWORD, "next": "https://mau.example/"})
    assert response.headers["Location"] == "/"
