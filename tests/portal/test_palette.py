"""What Ctrl+K may show: pages, processes and tickets of the reader, and of nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from balcao.people.models import User
from balcao.search.find import find
from balcao.tickets.actions.participants import add_participant
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


def shown(client: Client, text: str = "") -> dict[str, list[str]]:
    """The names in each group."""
    response = client.get("/paleta/", {"q": text} if text else {})
    assert response.headers["Cache-Control"] == "private, no-store"
    given: dict[str, Any] = json.loads(response.content)
    return {group["name"]: [item["name"] for item in group["items"]] for group in given["groups"]}


def numbers(client: Client, text: str) -> list[str]:
    given = json.loads(client.get("/paleta/", {"q": text}).content)
    return sorted(item["url"] for group in given["groups"] for item in group["items"])


def test_a_customer_gets_pages_contracted_processes_own_tickets_and_the_account(
    cast: Cast, client_for: ClientFor
) -> None:
    cast.ticket(subject="Minha nota")
    cast.ticket(by=cast.rafael, subject="Nota do colega")
    cast.ticket(by=cast.rita, subject="Nota de outra empresa")
    groups = shown(client_for(cast.marina))
    assert list(groups) == ["Ir para", "Novo Ticket", "Meus Tickets", "Preferências Pessoais", "Conta"]
    assert groups["Meus Tickets"] == ["Minha nota"]
    assert groups["Novo Ticket"] == ["Nota fiscal rejeitada pela SEFAZ", "Dúvida de cálculo da folha"]
    assert groups["Ir para"][:4] == ["Início", "Meus Tickets", "Novo Ticket", "Notificações"]
    assert groups["Conta"] == ["Tema: Claro", "Tema: Escuro", "Tema: Alto contraste", "Sair"]


def test_an_agent_gets_the_desk_and_no_process_or_ticket(cast: Cast, client_for: ClientFor) -> None:
    cast.ticket()
    client = client_for(cast.ana)
    groups = shown(client)
    assert list(groups) == ["Ir para", "Preferências Pessoais", "Conta"]
    assert groups["Ir para"][:2] == ["Atendimento", "Notificações"]
    assert shown(client, "nota") == {}


def test_words_find_own_tickets_and_never_a_colleagues(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    own = cast.ticket(subject="Certificado vencido")
    shared = cast.ticket(by=cast.rafael, subject="Certificado do servidor")
    hidden = cast.ticket(by=cast.rafael, subject="Certificado do chefe")
    cast.ticket(by=cast.rita, subject="Certificado da Borealis")
    add_participant(ticket=shared, person=cast.marina, by=cast.rafael, now=timezone.now())
    run_jobs()
    assert len(find("certificado", access=["public"])) == 4
    mine = sorted(reverse("ticket", args=[one.number]) for one in (own, shared))
    assert numbers(client_for(cast.marina), "certificado") == mine
    assert numbers(client_for(cast.marina), str(hidden.number)) == []
    assert numbers(client_for(cast.rita), str(own.number)) == []


@pytest.mark.parametrize("typed", ["{}", "nº {}", "#{}", "abrir ticket {}", "Ticket {}"])
def test_a_number_is_its_ticket_however_it_is_asked_for(cast: Cast, client_for: ClientFor, typed: str) -> None:
    ticket = cast.ticket()
    cast.ticket()
    asked = typed.format(ticket.number)
    assert numbers(client_for(cast.marina), asked) == [f"/tickets/{ticket.number}/"]
    # Who sees the company's tickets may go to any of them by its number.
    assert numbers(client_for(cast.paulo), asked) == [f"/tickets/{ticket.number}/"]


def test_at_most_eight_tickets_come_and_queries_do_not_grow(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    for at in range(10):
        cast.ticket(subject=f"Boleto {at}")
    run_jobs()
    client = client_for(cast.marina)
    assert len(numbers(client, "boleto")) == 8
    counts = []
    for text in ("boleto 3", "boleto"):
        with CaptureQueriesContext(connection) as asked:
            client.get("/paleta/", {"q": text})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_theme_is_changed_from_wherever_one_is(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    response = client.post("/tema/", {"theme": "dark"}, headers={"referer": "http://testserver/tickets/?tab=open"})
    assert (response.status_code, response.headers["Location"]) == (303, "/tickets/?tab=open")
    client.post("/tema/", {"theme": "pink"})
    cast.marina.refresh_from_db()
    assert cast.marina.theme == "dark"
