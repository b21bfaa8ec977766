"""What Ctrl+K and the customers' page find for an agent: tickets, people, companies, lists, ready answers, macros."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from balcao.people.models import User
from balcao.tickets.actions.save_view import save_view
from balcao.tickets.models import CannedAnswer, Macro, Ticket
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
ADDRESS = "/atendimento/paleta/"


def groups(client: Client, **asked: str) -> dict[str, list[dict[str, Any]]]:
    return {group["name"]: group["items"] for group in client.get(ADDRESS, asked).json()["groups"]}


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in items]


def test_lists_queues_and_saved_views_stand_there_at_once(cast: Cast, client_for: ClientFor) -> None:
    save_view(by=cast.ana, name="Urgentes", place="abertos", query="prioridade=5", is_shared=False, now=NOW)
    found = groups(client_for(cast.ana))
    assert set(found) == {"Listas"}
    addresses = {item["name"]: item["url"] for item in found["Listas"]}
    assert addresses["Minha fila"] == "/atendimento/lista/minha-fila/"
    assert addresses["Urgentes"] == "/atendimento/lista/abertos/?prioridade=5"
    assert addresses["Fiscal"] == "/atendimento/lista/fila:fiscal/"
    assert "Fiscal" not in names(groups(client_for(cast.bia))["Listas"])


def test_ready_answers_and_macros_are_of_the_ticket_that_is_open(cast: Cast, client_for: ClientFor) -> None:
    CannedAnswer.objects.create(shortcut="oi", title="Saudação", texts={"pt-br": "Olá, {requester.first_name}."})
    macro = Macro.objects.create(name="Assumir", steps=[{"do": "assign", "to": "me"}])
    ticket = cast.ticket()
    found = groups(client_for(cast.ana), ticket=str(ticket.number))
    answer = found["Respostas prontas"][0]
    assert (answer["name"], answer["put"], answer["key"]) == ("Saudação", "Olá, Marina.", "/oi")
    assert found["Macros"][0]["url"] == f"/atendimento/tickets/{ticket.number}/macros/{macro.pk}/"
    # Who only reads the queue, or does not see the ticket, can write nothing there.
    for agent in (cast.caio, cast.bia):
        assert set(groups(client_for(agent), ticket=str(ticket.number))) == {"Listas"}


@pytest.mark.parametrize("text", ["{number}", "#{number}", "abrir ticket {number}", "devolve", "Webhook dev"])
def test_a_ticket_is_found_by_its_number_and_its_words(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], int], text: str
) -> None:
    ticket = cast.ticket(subject="Webhook devolve 502")
    cast.ticket(subject="Outro assunto")
    run_jobs()
    text = text.format(number=ticket.number)
    found = groups(client_for(cast.ana), q=text)["Tickets"]
    assert [item["url"] for item in found] == [f"/atendimento/tickets/{ticket.number}/?lista=abertos"]
    Ticket.objects.filter(pk=ticket.pk).update(queue=cast.n1)
    assert "Tickets" not in groups(client_for(cast.bia), q=text)


def test_people_and_companies_lead_to_their_tickets(cast: Cast, client_for: ClientFor) -> None:
    ana = client_for(cast.ana)
    customer = groups(ana, q="marina")["Clientes"]
    assert [(item["name"], item["about"], item["url"]) for item in customer] == [
        ("Marina Duarte", "Acme Tecnologia", f"/atendimento/lista/abertos/?solicitante={cast.marina.pk}")
    ]
    agent = groups(ana, q="ana rib")["Atendentes"]
    assert [item["url"] for item in agent] == [f"/atendimento/lista/abertos/?atendente={cast.ana.pk}"]
    company = groups(ana, q="acme")["Empresas"]
    assert [item["url"] for item in company] == ["/atendimento/lista/abertos/?empresa=acme"]
    cast.ticket()
    listed = ana.get(customer[0]["url"]).context["groups"]
    assert [row.ticket.requester.name for group in listed for row in group.rows] == ["Marina Duarte"]


@pytest.mark.parametrize("text", ["%", "\0", "9" * 40, "'; drop table", "a" * 500])
def test_odd_words_find_nothing_and_break_nothing(cast: Cast, client_for: ClientFor, text: str) -> None:
    answer = client_for(cast.ana).get(ADDRESS, {"q": text, "ticket": text})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_customers_are_found_with_how_many_of_their_tickets_are_open(cast: Cast, client_for: ClientFor) -> None:
    for _twice in range(2):
        cast.ticket()
    hidden = cast.ticket(by=cast.rita)
    Ticket.objects.filter(pk=hidden.pk).update(queue=cast.other_queue)

    def shown(agent: User, words: str = "") -> tuple[list[tuple[str, int]], list[str]]:
        context = client_for(agent).get("/atendimento/clientes/", {"q": words}).context
        companies = [(one["company"].name, one["open"]) for one in context["companies"]]
        return companies, [member.user.name for member in context["people"]]

    assert shown(cast.ana) == ([("Acme Tecnologia", 2), ("Borealis", 1)], [])
    assert shown(cast.bia) == ([("Acme Tecnologia", 0), ("Borealis", 1)], [])
    assert shown(cast.ana, "rita") == ([], ["Rita Campos"])
    assert shown(cast.ana, "acme") == ([("Acme Tecnologia", 2)], ["Marina Duarte", "Paulo Teles", "Rafael Nunes"])
    assert "Ninguém encontrado" in client_for(cast.ana).get("/atendimento/clientes/", {"q": "xyz"}).content.decode()


def test_subjects_go_before_what_stands_in_the_text(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], int]
) -> None:
    named = cast.ticket(subject="Rejeição 204 na nota")
    later = [cast.ticket(subject=f"Outro assunto {index}") for index in range(9)]
    run_jobs()
    found = groups(client_for(cast.ana), q="rejei")["Tickets"]
    assert [item["name"] for item in found] == [named.subject, *(one.subject for one in reversed(later[2:]))]
