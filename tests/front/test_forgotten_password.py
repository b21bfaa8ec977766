"""Forgotten: one answer for everybody, one link for who is meant, and everything else signed out."""

import re
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils import timezone

from balcao.mail.models import OutgoingMail
from balcao.people.models import User
from tests.cast import Cast

PASSWORD = "um girassol na janela"
SAID = "Se houver uma conta para este e-mail, enviamos um link. Ele vale por 60 min."


def ask(client: Client, login: str) -> str:
    response = client.post("/senha/esqueci/", {"login": login}, follow=True)
    return str(response.content.decode())


def link_of(mail: OutgoingMail) -> str:
    found = re.search(r"http://[^/]+(/senha/nova/\S+)", mail.text)
    assert found
    return found[1]


@pytest.mark.parametrize("login", ["marina", "marina@acme.example", "ninguem", "ninguem@acme.example", "caio"])
def test_the_answer_is_the_same_for_everybody(cast: Cast, login: str) -> None:
    assert SAID in ask(Client(), login)


@pytest.mark.parametrize("login", ["marina", "MARINA@acme.example"])
def test_the_link_goes_to_the_registered_address(
    cast: Cast, client: Client, run_jobs: Callable[[], int], login: str
) -> None:
    ask(client, login)
    run_jobs()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject, mail.purpose) == ("marina@acme.example", "Crie uma nova senha", "password_reset")
    assert "Vale 60 min." in mail.text
    assert "Não foi você? Ignore; nada muda." in mail.text


def test_nobody_else_is_mailed(cast: Cast, client: Client, run_jobs: Callable[[], int]) -> None:
    User.objects.filter(pk=cast.rafael.pk).update(is_active=False)
    ask(client, "ninguem")
    ask(client, "rafael")
    run_jobs()
    assert not OutgoingMail.objects.exists()


def test_a_new_password_signs_in_ends_other_sessions_and_is_told(
    cast: Cast, client: Client, client_for: Callable[[User], Client], run_jobs: Callable[[], int]
) -> None:
    elsewhere = client_for(cast.marina)
    ask(client, "marina")
    run_jobs()
    link = link_of(OutgoingMail.objects.get())
    assert "Crie sua senha" in client.get(link).content.decode()
    response = client.post(link, {"password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert client.get("/preferencias/").status_code == 200
    assert elsewhere.get("/preferencias/").status_code == 303
    run_jobs()
    assert OutgoingMail.objects.first().purpose == "password_changed"  # type: ignore[union-attr]
    again = Client().post(link, {"password": "outra frase comprida"})
    assert again.status_code == 410
    assert "Este link não vale mais" in again.content.decode()


def test_the_link_lives_sixty_minutes(cast: Cast, client: Client, run_jobs: Callable[[], int]) -> None:
    ask(client, "marina")
    run_jobs()
    link = link_of(OutgoingMail.objects.get())
    later = timezone.localtime().replace(tzinfo=None) + timedelta(minutes=61)
    with patch.object(default_token_generator, "_now", return_value=later):
        assert client.get(link).status_code == 410
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "path", ["/senha/nova/MQ/abc-def/", "/senha/nova/!!/x/", "/senha/nova/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/x/"]
)
def test_a_forged_link_is_simply_over(cast: Cast, client: Client, path: str) -> None:
    assert client.get(path).status_code == 410


def test_a_link_of_another_person_does_not_fit(cast: Cast, client: Client, run_jobs: Callable[[], int]) -> None:
    ask(client, "marina")
    run_jobs()
    token = link_of(OutgoingMail.objects.get()).rstrip("/").rpartition("/")[2]
    from django.utils.http import urlsafe_base64_encode

    other = urlsafe_base64_encode(str(cast.paulo.pk).encode())
    assert client.get(f"/senha/nova/{other}/{token}/").status_code == 410


def test_who_never_used_the_invitation_gets_a_new_one(cast: Cast, client: Client, run_jobs: Callable[[], int]) -> None:
    User.objects.create_user("nivea", None, name="Nívea", email="nivea@acme.example")
    ask(client, "nivea@acme.example")
    run_jobs()
    assert OutgoingMail.objects.get().purpose == "invitation"


def test_asking_is_limited(cast: Cast, client: Client) -> None:
    answers = [client.post("/senha/esqueci/", {"login": "marina"}).status_code for _try in range(7)]
    assert answers == [303] * 5 + [429] * 2
    assert "Muitas tentativas" in client.post("/senha/esqueci/", {"login": "marina"}).content.decode()
