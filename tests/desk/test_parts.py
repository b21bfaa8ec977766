"""What a page that is already open asks for: the ticket without its list, a list without a ticket."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balcao.tickets.models import Message, MessageKind
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TICKET = {"HX-Request": "true", "HX-Target": "ticket"}
LIST = {"HX-Request": "true", "HX-Target": "lista"}


@pytest.fixture
def ana(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ana)
    return client


def test_a_ticket_opened_beside_its_list_comes_without_the_list(cast: Cast, ana: Client) -> None:
    ticket, other = cast.ticket(), cast.ticket(subject="Outro ticket da lista")
    address = f"/atendimento/tickets/{ticket.number}/?lista=abertos"
    part = ana.get(address, headers=TICKET).content.decode()
    assert 'id="ticket"' in part
    assert 'id="card"' in part
    assert other.subject not in part.split('id="card"')[0]
    assert "<html" not in part
    assert other.subject in ana.get(address).content.decode()


def test_a_part_asks_the_database_less_than_its_page(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    address = f"/atendimento/tickets/{ticket.number}/?lista=abertos"
    counts = []
    for headers in ({}, TICKET):
        ana.get(address, headers=headers)
        with CaptureQueriesContext(connection) as queries:
            ana.get(address, headers=headers)
        counts.append(len(queries))
    assert counts[1] < counts[0]


def test_an_answer_sent_from_an_open_page_gives_the_ticket_back_at_once(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    response = ana.post(
        f"/atendimento/tickets/{ticket.number}/replies/?lista=abertos",
        {"body": "Vou verificar.", "key": uuid4()},
        headers=TICKET,
    )
    assert response.status_code == 200
    assert "Vou verificar." in response.content.decode()
    assert Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY).count() == 1


def test_a_refused_answer_keeps_its_text_in_the_part(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    address = f"/atendimento/tickets/{ticket.number}/replies/"
    response = ana.post(address, {"body": " ", "key": uuid4(), "state": "resolvido"}, headers=TICKET)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_ticket_that_moves_out_of_sight_sends_the_page_back_to_the_lists(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    cast.ana.teams.get().queue_rights.filter(queue=cast.other_queue).delete()
    address = f"/atendimento/tickets/{ticket.number}/queue/"
    response = ana.post(address, {"queue": cast.other_queue.slug}, headers=TICKET)
    assert response.headers["HX-Redirect"] == "/atendimento/"


def test_a_list_is_read_again_without_the_ticket_beside_it(cast: Cast, ana: Client) -> None:
    ticket = cast.ticket()
    part = ana.get("/atendimento/lista/abertos/", headers=LIST).content.decode()
    assert ticket.subject in part
    assert "<html" not in part
    assert 'id="ticket"' not in part
