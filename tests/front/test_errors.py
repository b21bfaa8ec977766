"""What went wrong, said kindly; a verb's no reaches the reader; a failure page needs no database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django.fixtures import Settings

from balcao.front.views import errors
from balcao.lib.refused import Refused
from balcao.people.models import User
from tests.cast import Cast


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("Este ticket foi fechado.")


def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("senha-do-banco")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


urlpatterns = [
    path("recusa/", refused),
    path("falha/", broken),
    path("pedido/", suspicious),
    path("", include("balcao.config.urls")),
]
handler400 = "balcao.front.views.errors.bad_request"
handler403 = "balcao.front.views.errors.permission_denied"
handler404 = "balcao.front.views.errors.page_not_found"
handler500 = "balcao.front.views.errors.server_error"


@pytest.fixture
def marina(cast: Cast, client_for: Callable[[User], Client], settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    client = client_for(cast.marina)
    client.raise_request_exception = False
    return client


def test_not_found_offers_the_next_step(marina: Client) -> None:
    response = marina.get("/nada/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Não encontramos esta página" in page
    assert 'role="search"' in page
    assert ">Meus Tickets</a>" in page


def test_not_found_for_a_guest(cast: Cast, client: Client) -> None:
    page = client.get("/nada/").content.decode()
    assert "Não encontramos esta página" in page
    assert "Início" in page


def test_a_verbs_no_is_a_page_with_its_reason(marina: Client) -> None:
    response = marina.post("/recusa/", headers={"referer": "http://testserver/tickets/10482/"})
    assert response.status_code == 409
    assert "Este ticket foi fechado." in response.content.decode()
    assert 'href="/tickets/10482/"' in response.content.decode()


def test_a_verbs_no_to_htmx_is_a_message_on_top(marina: Client) -> None:
    response = marina.post("/recusa/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#messages")
    assert "Este ticket foi fechado." in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_failure_names_a_code_that_the_log_has_and_nothing_else(
    marina: Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = marina.get("/falha/")
    page = response.content.decode()
    code = page.partition("código ")[2][:8]
    assert response.status_code == 500
    assert "Algo falhou do nosso lado" in page
    assert f"Code {code}:" in caplog.text
    assert "senha-do-banco" not in page


def test_the_failure_page_reads_no_database(db: None, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/tickets/", headers={"accept-language": "es"})
    with django_assert_num_queries(0):
        response = errors.server_error(request)
    assert response.status_code == 500


def test_a_request_that_cannot_be_read(marina: Client) -> None:
    response = marina.get("/pedido/")
    assert response.status_code == 400
    assert "Não conseguimos ler este pedido" in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/entrar/", "/horario/", "/nada/"])
def test_pages_carry_the_strict_policy(cast: Cast, client: Client, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe-inline" not in policy
