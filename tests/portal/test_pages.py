"""Every page of a customer's answers, for somebody with tickets and for somebody without."""

from collections.abc import Callable

import pytest
from django.test import Client

from balcao.people.models import User
from tests.cast import Cast

For = Callable[[User], Client]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tickets/",
        "/tickets/?tab=open",
        "/tickets/?tab=closed",
        "/tickets/?kind=waiting_customer&news=1&sort=due&period=30",
        "/tickets/?q=nota",
        "/tickets/?scope=company&requester=1&sort=oldest",
        "/tickets/tickets.csv",
        "/notificacoes/",
        "/notificacoes/?tab=all",
    ],
)
def test_pages_answer_with_and_without_tickets(cast: Cast, client_for: For, path: str) -> None:
    for user in (cast.marina, cast.paulo, cast.rafael):
        assert client_for(user).get(path).status_code == 200
    cast.ticket()
    for user in (cast.marina, cast.paulo, cast.rafael):
        assert client_for(user).get(path).status_code == 200


def test_the_ticket_page_answers(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    page = client_for(cast.marina).get(f"/tickets/{ticket.number}/")
    assert page.status_code == 200
    assert "Nota 3512 rejeitada" in page.content.decode()
