"""Choosing the process: what a company contracted, found by typing, without a script and in few queries."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balcao.catalog.models import Contract, Tool
from balcao.people.models import User
from balcao.portal.chooser import Choice
from balcao.portal.matching import find_choices
from balcao.tickets.models import Ticket
from tests.cast import REJECTED, Cast, offer_process

ClientFor = Callable[[User], Client]


def add_process(cast: Cast, slug: str, name: str, tool: Tool | None = None) -> None:
    tool = tool or cast.fiscal_tool
    document = REJECTED.replace("slug: nota-rejeitada", f"slug: {slug}").replace("emissor-fiscal", tool.slug)
    offer_process(document.replace("Nota fiscal rejeitada pela SEFAZ", name), slug, tool)


def for_everyone(cast: Cast) -> Tool:
    tool = Tool.objects.create(
        slug="outro-assunto", name={"pt-br": "Outro assunto"}, is_for_everyone=True, position=900
    )
    add_process(cast, "descreva", "Outro assunto", tool)
    return tool


def test_the_contracted_tools_are_listed_with_what_is_for_everyone_and_the_ended_ones_last(
    cast: Cast, client_for: ClientFor
) -> None:
    for_everyone(cast)
    Contract.objects.filter(tool=cast.ended_tool).update(ends_on=date(2026, 10, 31))
    response = client_for(cast.marina).get("/novo/")
    drawers = response.context["chooser"].drawers
    assert [drawer.slug for drawer in drawers] == ["emissor-fiscal", "portal-rh", "outro-assunto", "assinatura"]
    assert [drawer.ended for drawer in drawers[:3]] == ["", "", ""]
    assert drawers[3].ended == "contrato encerrado em 31/10/2026 · fale com Service Desk"
    assert "/novo/assinatura/" not in response.content.decode()


def test_the_account_manager_is_who_to_talk_to(cast: Cast, client_for: ClientFor) -> None:
    cast.acme.account_manager = cast.ana
    cast.acme.save()
    assert "fale com Ana Ribeiro" in client_for(cast.marina).get("/novo/").content.decode()


def test_a_tool_that_was_never_contracted_is_not_listed(cast: Cast, client_for: ClientFor) -> None:
    add_process(cast, "certificado", "Certificado digital")
    chooser = client_for(cast.rita).get("/novo/").context["chooser"]
    assert [drawer.slug for drawer in chooser.drawers] == ["emissor-fiscal"]


def test_nothing_looks_forbidden(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.marina).get("/novo/").content.decode()
    assert "🚫" not in page
    assert "disabled" not in page


def test_a_tool_with_one_process_leads_straight_to_its_form(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.marina).get("/novo/").content.decode()
    assert 'class="drawer__handle" href="/novo/portal-rh/folha/"' in page


def test_the_only_process_of_a_contract_skips_the_choice(cast: Cast, client_for: ClientFor) -> None:
    response = client_for(cast.rita).get("/novo/?assunto=Nota+parada")
    assert response.status_code == 302
    assert response.headers["Location"] == "/novo/emissor-fiscal/nota-rejeitada/?assunto=Nota+parada"


def test_my_last_processes_come_first_and_the_companys_after_them(cast: Cast, client_for: ClientFor) -> None:
    cast.ticket(by=cast.marina, now=timezone.now())
    old = cast.ticket(by=cast.rafael, now=timezone.now())
    Ticket.objects.filter(pk=old.pk).update(offer=cast.payroll, tool=cast.hr_tool)
    chooser = client_for(cast.marina).get("/novo/").context["chooser"]
    assert [choice.name for choice in chooser.recents] == ["Nota fiscal rejeitada pela SEFAZ"]
    assert [choice.offer_id for choice in chooser.most_used] == [cast.payroll.pk]


def test_what_i_opened_long_ago_is_no_longer_recent(cast: Cast, client_for: ClientFor) -> None:
    cast.ticket(now=timezone.now() - timedelta(days=91))
    assert client_for(cast.marina).get("/novo/").context["chooser"].recents == []


@pytest.mark.parametrize("question", ["nota fis", "NÓTA REJ", "sefaz", "codigo 204", "rejeitda"])
def test_a_question_finds_the_process_without_a_script(cast: Cast, client_for: ClientFor, question: str) -> None:
    response = client_for(cast.marina).get("/novo/", {"q": question})
    assert "Nota fiscal rejeitada pela SEFAZ" in [choice.name for choice in response.context["found"]]


def test_a_question_that_finds_nothing_says_so_and_becomes_the_subject(cast: Cast, client_for: ClientFor) -> None:
    for_everyone(cast)
    response = client_for(cast.marina).get("/novo/", {"q": "xpto & cia"})
    page = response.content.decode()
    assert response.context["found"] == []
    assert "Nada com “xpto &amp; cia” nas ferramentas da sua empresa." in page
    assert "/novo/outro-assunto/descreva/?assunto=xpto+%26+cia" in page
    assert "Descrever em Outro assunto" in page


def test_a_question_also_finds_my_open_tickets(cast: Cast, client_for: ClientFor) -> None:
    ticket = cast.ticket(subject="Certificado vencido", now=timezone.now())
    page = client_for(cast.marina).get("/novo/", {"q": "certificado"}).content.decode()
    assert f"Você já tem o nº {ticket.number} sobre isso" in page
    assert f'href="/tickets/{ticket.number}/"' in page


def test_the_tickets_of_a_colleague_are_not_offered(cast: Cast, client_for: ClientFor) -> None:
    cast.ticket(by=cast.rafael, subject="Certificado vencido", now=timezone.now())
    assert client_for(cast.marina).get("/novo/").context["chooser"].tickets == []


def test_a_name_weighs_more_than_a_synonym_and_what_is_used_more_than_what_is_not() -> None:
    def choice(name: str, words: str = "", boost: int = 0) -> Choice:
        return Choice(1, name, "Ferramenta", "other", "#", "", words, boost)

    choices = [choice("Boleto em atraso", "cobrança"), choice("Cobrança indevida"), choice("Cobrança em dobro", "", 3)]
    found = [item.name for item in find_choices(choices, "cobr")]
    assert found == ["Cobrança em dobro", "Cobrança indevida", "Boleto em atraso"]


def test_the_number_of_queries_does_not_depend_on_the_catalogue(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    client.get("/novo/")
    with CaptureQueriesContext(connection) as few:
        client.get("/novo/")
    for number in range(12):
        add_process(cast, f"outro-{number}", f"Outro processo {number}")
        cast.ticket(now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        client.get("/novo/")
    assert len(many) == len(few)
    assert len(few) <= 14


def test_a_search_keeps_what_is_carried_along(cast: Cast, client_for: ClientFor) -> None:
    page = client_for(cast.marina).get("/novo/", {"continuar": "1", "q": "nota"}).content.decode()
    assert '<input type="hidden" name="continuar" value="1">' in page
    assert 'href="/novo/emissor-fiscal/nota-rejeitada/?continuar=1"' in page


def test_the_form_takes_few_queries(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.marina)
    client.get("/novo/emissor-fiscal/nota-rejeitada/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/novo/emissor-fiscal/nota-rejeitada/")
    assert len(queries) <= 14


def test_the_page_stays_small(cast: Cast, client_for: ClientFor) -> None:
    import gzip

    for number in range(25):
        add_process(cast, f"outro-{number}", f"Outro processo {number}")
    assert len(gzip.compress(client_for(cast.marina).get("/novo/").content)) <= 25 * 1024


@pytest.mark.parametrize("path", ["/novo/", "/novo/emissor-fiscal/nota-rejeitada/"])
def test_who_has_not_signed_in_comes_back_after_it(cast: Cast, path: str) -> None:
    response = Client().get(f"{path}?assunto=Nota")
    assert response.status_code == 303
    assert response.headers["Location"] == f"/entrar/?next={path}%3Fassunto%3DNota"


def test_an_agent_without_a_company_goes_to_the_desk(cast: Cast, client_for: ClientFor) -> None:
    assert client_for(cast.ana).get("/novo/").headers["Location"] == "/atendimento/"
