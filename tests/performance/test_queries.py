"""How many queries each page takes, at most: as many as it takes now. Whoever needs one more says so here."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.people.models import User
from tests.cast import Cast
from tests.performance.burden import burden

FORM = "/novo/emissor-fiscal/nota-rejeitada/"

CUSTOMER = {"/": 15, "/tickets/": 8, "/tickets/{}/": 19, "/novo/": 11, FORM: 11, "/notificacoes/": 6}
AGENT = {"/atendimento/lista/abertos/": 13, "/atendimento/tickets/{}/?lista=abertos": 25}
OPEN, REPLY = 44, 27


def queries(ask: Callable[[], int], status: int = 200) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert ask() == status
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


@pytest.mark.parametrize(("address", "most"), CUSTOMER.items())
def test_a_customers_page(address: str, most: int, cast: Cast, client_for: Callable[[User], Client]) -> None:
    path, client = address.format(cast.ticket().number), client_for(cast.marina)
    client.get(path)
    assert queries(lambda: client.get(path).status_code) <= most


@pytest.mark.parametrize(("address", "most"), AGENT.items())
def test_an_agents_page(address: str, most: int, cast: Cast, client_for: Callable[[User], Client]) -> None:
    path, client = address.format(cast.ticket().number), client_for(cast.ana)
    client.get(path)
    assert queries(lambda: client.get(path).status_code) <= most


def test_the_desks_ticket_costs_the_same_whatever_hangs_on_it(cast: Cast, client_for: Callable[[User], Client]) -> None:
    ticket, client = cast.ticket(now=timezone.now()), client_for(cast.ana)
    path = f"/atendimento/tickets/{ticket.number}/?lista=abertos"
    client.get(path)
    asked = []
    for number in range(1, 4):
        burden(cast, ticket, number)
        asked.append(queries(lambda: client.get(path).status_code))
    page = client.get(path).content.decode()
    assert "etiqueta 3" in page
    assert "Tarefa 3" in page
    assert page.count("Resposta ") >= 3
    assert max(asked) <= AGENT["/atendimento/tickets/{}/?lista=abertos"]
    assert len(set(asked)) == 1


def test_opening_and_answering(cast: Cast, client_for: Callable[[User], Client]) -> None:
    client, number = client_for(cast.marina), cast.ticket().number
    subject = {"f-subject": "Nota rejeitada", "f-body": "CFOP", "f-motivo": "erro", "key": str(uuid4())}
    opened = queries(lambda: client.post(FORM, subject).status_code, 303)
    answer = {"body": "Segue o XML.", "key": str(uuid4())}
    answered = queries(lambda: client.post(f"/tickets/{number}/replies/", answer).status_code, 303)
    assert opened <= OPEN
    assert answered <= REPLY
