"""Getting in: by user name or e-mail, back to where one came from, and never telling who exists."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balcao.mail.models import OutgoingMail
from balcao.people.actions.invite import invite
from balcao.people.models import Membership, User
from tests.cast import PASSWORD, Cast

WRONG = "E-mail ou senha não conferem. Confira e tente de novo."


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/entrar/", {"login": login, "password": password, **more})


def without_tokens(body: bytes) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', r"\1", body.decode())
    return re.sub(r'value="[^"]*"', "", text)


@pytest.mark.parametrize("login", ["marina", "MARINA", " marina ", "marina@acme.example", "Marina@Acme.Example"])
def test_by_user_name_or_e_mail_blind_to_case(cast: Cast, client: Client, login: str) -> None:
    response = sign_in(client, login)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/preferencias/").status_code == 200


@pytest.mark.parametrize("login", ["marina", "ninguem", "marina@acme.example", "ninguem@acme.example", "x" * 200])
def test_a_wrong_sign_in_looks_the_same_for_everybody(cast: Cast, client: Client, login: str) -> None:
    response = sign_in(client, login, "errada-errada")
    reference = sign_in(Client(), "marina", "errada-errada")
    assert response.status_code == 422
    assert WRONG in response.content.decode()
    assert without_tokens(response.content) == without_tokens(reference.content)
    assert "errada-errada" not in response.content.decode()


def test_the_wrong_words_in_spanish(cast: Cast) -> None:
    response = sign_in(Client(headers={"accept-language": "es-MX"}), "marina", "errada-errada")
    assert "El correo o la contraseña no coinciden." in response.content.decode()


def test_who_may_not_sign_in_reads_the_same_as_who_does_not_exist(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.marina.pk).update(is_active=False)
    response = sign_in(client, "marina")
    assert response.status_code == 422
    assert WRONG in response.content.decode()


def test_tries_are_limited_per_login_even_with_the_right_password(cast: Cast, client: Client) -> None:
    for _try in range(5):
        assert WRONG in sign_in(client, "marina", "errada-errada").content.decode()
    response = sign_in(client, "marina")
    assert response.status_code == 422
    assert "Muitas tentativas. Tente de novo em 5 min." in response.content.decode()


def test_the_limit_counts_for_logins_that_do_not_exist_too(cast: Cast, client: Client) -> None:
    answers = [sign_in(client, "ninguem", "errada-errada").content.decode() for _try in range(6)]
    assert "Muitas tentativas." in answers[5]
    assert "Muitas tentativas." not in answers[4]


@pytest.mark.parametrize(
    ("wished", "reached"),
    [
        ("/tickets/?tab=open", "/tickets/?tab=open"),
        ("https://mau.example/", "/"),
        ("//mau.example", "/"),
        ("/\\mau.example", "/"),
        ("javascript:alert(1)", "/"),
        ("https:///mau.example", "/"),
        ("\t//mau.example", "/"),
    ],
)
def test_it_comes_back_to_pages_of_ours_only(cast: Cast, client: Client, wished: str, reached: str) -> None:
    assert sign_in(client, "marina", next=wished).headers["Location"] == reached


def test_a_page_sends_who_is_unknown_to_the_login_and_back(cast: Cast, client: Client) -> None:
    response = client.get("/preferencias/?salvo=foto")
    assert response.headers["Location"] == "/entrar/?next=/preferencias/%3Fsalvo%3Dfoto"
    page = client.get(response.headers["Location"]).content.decode()
    assert 'name="next" value="/preferencias/?salvo=foto"' in page


def test_the_session_is_a_new_one_after_signing_in(cast: Cast, client: Client) -> None:
    client.get("/entrar/")
    client.cookies["balcao_session"] = "fixedbysomebodyelse0123456789abc"
    sign_in(client, "marina")
    first = client.cookies["balcao_session"].value
    assert first != "fixedbysomebodyelse0123456789abc"
    client.post("/sair/")
    sign_in(client, "marina")
    assert client.cookies["balcao_session"].value not in {first, ""}


def test_the_browser_forgets_unless_asked_to_remember(cast: Cast, client: Client) -> None:
    sign_in(client, "marina")
    assert not client.cookies["balcao_session"]["max-age"]
    client.post("/sair/")
    sign_in(client, "marina", remember="on")
    assert int(client.cookies["balcao_session"]["max-age"]) == 60 * 60 * 24 * 30


def test_forms_need_their_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client, "marina")
    assert response.status_code == 403
    assert "Este formulário venceu" in response.content.decode()
    assert client.get("/preferencias/").status_code == 303


def test_signing_out_is_a_post(cast: Cast, client: Client) -> None:
    sign_in(client, "marina")
    assert "Sair?" in client.get("/sair/").content.decode()
    assert client.get("/preferencias/").status_code == 200
    assert client.post("/sair/").headers["Location"] == "/"
    assert client.get("/preferencias/").status_code == 303


def test_a_suspended_company_is_told_only_after_the_right_password(cast: Cast, client: Client) -> None:
    cast.acme.is_active = False
    cast.acme.save()
    assert "suspenso" not in sign_in(client, "marina", "errada-errada").content.decode()
    response = sign_in(client, "marina")
    assert response.status_code == 403
    assert (
        "O acesso da sua empresa está suspenso. Fale com Paulo Teles ou com o Service Desk."
        in response.content.decode()
    )
    assert client.get("/preferencias/").status_code == 303
    Membership.objects.create(user=cast.marina, organization=cast.borealis)
    assert sign_in(client, "marina").status_code == 302


def test_who_never_used_the_invitation_reads_the_same_and_gets_it_again_once_a_day(
    cast: Cast, client: Client, run_jobs: Callable[[], int]
) -> None:
    user = User.objects.create_user("nivea", None, name="Nívea", email="nivea@acme.example")
    invite(user=user, by=None, now=timezone.now() - timedelta(days=3))
    run_jobs()
    OutgoingMail.objects.all().delete()
    for _try in range(2):
        assert WRONG in sign_in(client, "nivea", "qualquer-coisa").content.decode()
        run_jobs()
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["nivea@acme.example"]


def test_nobody_signs_up_and_nothing_of_it_is_shown(cast: Cast, client: Client) -> None:
    for path in ("/cadastro/", "/signup/", "/accounts/signup/", "/accounts/login/", "/email/"):
        assert client.get(path).status_code == 404
    page = client.get("/entrar/").content.decode().lower()
    assert "cadastr" not in page
    assert "código por e-mail" not in page
    assert "passkey" not in page
