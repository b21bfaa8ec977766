"""Meus Tickets as a page."""

from collections.abc import Callable
from csv import reader as read_csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balcao.people.models import User
from balcao.tickets.actions.close import close
from balcao.tickets.models import StateKind, Ticket
from tests.cast import NOW, Cast
from tests.tickets.helpers import at, say

For = Callable[[User], Client]
Run = Callable[[], int]


def numbers(answer: Any) -> list[int]:
    """Numbers of the tickets in the list, in order."""
    rows = answer.content.decode().split('class="ledger__number">')[1:]
    return [int(row.partition("<")[0]) for row in rows]


def test_the_columns_are_those_of_the_manual(cast: Cast, client_for: For) -> None:
    cast.ticket()
    page = client_for(cast.marina).get("/tickets/").content.decode()
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    columns = ["Estado", "Número", "Assunto", "Processo (ferramenta)", "Atividade · etapa", "Última novidade"]
    assert [head.index(column) for column in columns] == sorted(head.index(column) for column in columns)


def test_todos_abertos_fechados_with_counts(cast: Cast, client_for: For) -> None:
    opened, closed = cast.ticket(), cast.ticket()
    close(ticket=closed, by=cast.marina, as_desk=False, now=at(1))
    client = client_for(cast.marina)
    page = client.get("/tickets/").content.decode()
    for tab in ("Todos <small>(2)</small>", "Abertos <small>(1)</small>", "Fechados <small>(1)</small>"):
        assert tab in page
    assert numbers(client.get("/tickets/?tab=open")) == [opened.number]
    assert numbers(client.get("/tickets/?tab=closed")) == [closed.number]


def test_news_are_bold_with_a_dot_a_bell_and_words(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    client = client_for(cast.marina)
    assert '<tr class="new">' not in client.get("/tickets/").content.decode()
    say(ticket, cast.ana, now=at(1))
    page = client.get("/tickets/").content.decode()
    for sign in ('<tr class="new">', 'class="dot"', "#bell", "nova resposta", "Ana respondeu"):
        assert sign in page


@pytest.mark.parametrize(
    "path", ["/", "/tickets/", "/tickets/?scope=company", "/tickets/?q=nota", "/tickets/tickets.csv"]
)
def test_queries_do_not_grow_with_rows(cast: Cast, client_for: For, run_jobs: Run, path: str) -> None:
    client = client_for(cast.paulo)

    def queries() -> int:
        run_jobs()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = client.get(path)
            assert answer.status_code == 200
            if isinstance(answer, StreamingHttpResponse):
                b"".join(answer)
        return len(seen)

    say(cast.ticket(by=cast.paulo), cast.ana, now=at(1), state=cast.state(StateKind.WAITING_CUSTOMER))
    closed = cast.ticket(by=cast.paulo)
    close(ticket=closed, by=cast.paulo, as_desk=False, now=at(1))
    queries()
    few = queries()
    for number in range(20):
        ticket = cast.ticket(by=cast.paulo, subject=f"Nota {number}")
        say(ticket, cast.ana, now=at(number), state=cast.state(StateKind.WAITING_CUSTOMER) if number % 2 else None)
    queries()  # what is kept for some seconds is read anew here
    assert queries() == few
    assert 3 < few <= 45


def test_load_more_changes_the_address_and_works_as_a_link(cast: Cast, client_for: For) -> None:
    tickets = [cast.ticket(now=at(minute)) for minute in range(30)]
    client = client_for(cast.marina)
    first = client.get("/tickets/?sort=number")
    assert len(numbers(first)) == 25
    assert "25 de 30" in first.content.decode()
    link = first.content.decode().partition('<a class="button" href="?')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(f"/tickets/?{link}")
    assert numbers(first) + numbers(second) == [ticket.number for ticket in reversed(tickets)]
    fragment = client.get(f"/tickets/?{link}", headers={"HX-Request": "true"})
    assert numbers(fragment) == numbers(second)
    assert "<html" not in fragment.content.decode()
    assert "30 de 30" in fragment.content.decode()


def test_a_number_leads_straight_to_the_ticket(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket()
    answer = client_for(cast.marina).get("/tickets/", {"q": f"nº {ticket.number}"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/tickets/{ticket.number}/"


def test_the_number_of_anothers_ticket_is_only_a_word(cast: Cast, client_for: For) -> None:
    ticket = cast.ticket(by=cast.rita)
    answer = client_for(cast.marina).get("/tickets/", {"q": str(ticket.number)})
    unknown = client_for(cast.marina).get("/tickets/", {"q": "99999"})
    assert answer.status_code == unknown.status_code == 200
    assert numbers(answer) == numbers(unknown) == []


def test_search_finds_by_message_and_shows_the_place(cast: Cast, client_for: For, run_jobs: Run) -> None:
    ticket = cast.ticket()
    cast.ticket(subject="Outra coisa", by=cast.rita)
    say(ticket, cast.ana, "O certificado **venceu** ontem.", now=at(1))
    run_jobs()
    page = client_for(cast.marina).get("/tickets/", {"q": "CERTIFICADO venc"})
    assert numbers(page) == [ticket.number]
    assert "O certificado venceu ontem." in page.content.decode()


def test_what_is_not_found_offers_the_next_step(cast: Cast, client_for: For) -> None:
    page = client_for(cast.marina).get("/tickets/", {"q": "boleto & <b>"}).content.decode()
    assert "Nada encontrado para “boleto &amp; &lt;b&gt;”." in page
    assert "Abrir um ticket sobre isso" in page
    assert "/novo/?q=boleto%20%26%20%3Cb%3E" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Você ainda não abriu tickets."),
        ("?tab=open", "Nenhum ticket aberto."),
        ("?tab=closed", "Nada fechado ainda."),
        ("?news=1", "Nenhum ticket com estes filtros."),
    ],
)
def test_empty_lists_say_what_to_do(cast: Cast, client_for: For, query: str, words: str) -> None:
    assert words in client_for(cast.marina).get(f"/tickets/{query}").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "sort=requester__password",
        "scope=company&requester=abc",
        "scope=company&requester=999999999999999999999",
        "tool=%00",
        "q=%00%22%27",
        "state=' OR 1=1 --",
        "after=x&page=-3",
        "page=99999999999&after=1-1",
        "period=-1",
        "tab=tudo&kind=closed",
    ],
)
def test_strange_addresses_show_a_list(cast: Cast, client_for: For, query: str) -> None:
    cast.ticket()
    assert client_for(cast.paulo).get(f"/tickets/?{query}").status_code == 200


def csv_of(answer: Any) -> list[list[str]]:
    content = b"".join(answer).decode()
    assert content.startswith("\ufeff")
    return list(read_csv(StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_the_export_has_the_columns_and_every_row(cast: Cast, client_for: For) -> None:
    tickets = [cast.ticket(now=at(minute)) for minute in range(27)]
    answer = client_for(cast.marina).get("/tickets/tickets.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = csv_of(answer)
    assert rows[0] == ["Estado", "Número", "Assunto", "Processo (ferramenta)", "Atividade · etapa", "Última novidade"]
    assert [row[1] for row in rows[1:]] == [str(ticket.number) for ticket in reversed(tickets)]
    assert rows[-1][0] == "Recebido"
    assert rows[-1][3] == "Nota fiscal rejeitada pela SEFAZ (Emissor Fiscal)"
    assert rows[-1][5] == "23/11/2026 10:12"


@pytest.mark.parametrize("subject", ['=HYPERLINK("http://mal.example")', "+1+1", "-2", "@SUM(A1)", "|calc", "  =1+1"])
def test_the_export_holds_nothing_that_a_spreadsheet_runs(cast: Cast, client_for: For, subject: str) -> None:
    cast.ticket(subject=subject)
    cell = csv_of(client_for(cast.marina).get("/tickets/tickets.csv"))[1][2]
    assert cell == f"'{subject.strip()}"


def test_the_export_is_of_what_the_list_shows(cast: Cast, client_for: For) -> None:
    mine, others = cast.ticket(by=cast.paulo), cast.ticket()
    client = client_for(cast.paulo)
    assert [row[1] for row in csv_of(client.get("/tickets/tickets.csv"))[1:]] == [str(mine.number)]
    company = csv_of(client.get("/tickets/tickets.csv?scope=company&after=1-1"))
    assert {row[1] for row in company[1:]} == {str(mine.number), str(others.number)}


def test_home_counts_greets_and_leads_on(cast: Cast, client_for: For) -> None:
    waiting, closed = cast.ticket(subject="Falta o XML"), cast.ticket()
    cast.ticket(subject="Segunda via")
    say(waiting, cast.ana, "Envie o XML.", now=at(1), state=cast.state(StateKind.WAITING_CUSTOMER))
    close(ticket=closed, by=cast.marina, as_desk=False, now=at(1))
    Ticket.objects.filter(pk=closed.pk).update(closed_at=NOW + timedelta(days=3650))
    page = client_for(cast.marina).get("/").content.decode()
    for words in (
        ", Marina</h1>",
        "<strong>1 ticket aguarda você</strong>",
        "1 em atendimento",
        "Precisa de você",
        "“Envie o XML.”",
        f"/tickets/{waiting.number}/#responder",
        "etapa 1 de 3: Recebido",
        "?kind=waiting_customer",
        "?tab=closed",
    ):
        assert words in page
    assert "na Acme Tecnologia" not in page


def test_home_shows_the_company_to_who_sees_it(cast: Cast, client_for: For) -> None:
    oldest = cast.ticket()
    cast.ticket(by=cast.paulo)
    page = client_for(cast.paulo).get("/").content.decode()
    assert "2 na Acme Tecnologia" in page
    assert f"/tickets/{oldest.number}/" in page


def test_home_of_somebody_new(cast: Cast, client_for: For) -> None:
    page = client_for(cast.marina).get("/").content.decode()
    assert "Você ainda não tem tickets." in page
    assert "Controle" not in page


def test_home_is_the_front_page_for_guests_and_the_desk_for_agents(cast: Cast, client_for: For) -> None:
    assert Client().get("/").status_code == 200
    answer = client_for(cast.ana).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/atendimento/")
