"""The customer card: contract, promise, what else is open, and what the team keeps about person and company."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balcao.catalog.models import Contract
from balcao.front.my_data_files import about
from balcao.history.models import Event
from balcao.people.models import Organization, PersonNote, User
from balcao.tickets import desk_counts
from balcao.tickets.actions.close import close
from balcao.tickets.actions.move import move
from balcao.tickets.models import Ticket
from tests.cast import Cast
from tests.tickets.helpers import say

ClientFor = Callable[[User], Client]


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return cast.ticket(now=timezone.now())


def page_of(client: Client, ticket: Ticket) -> str:
    return client.get(f"/atendimento/tickets/{ticket.number}/").content.decode()


def keep(client: Client, ticket: Ticket, about_whom: str, text: str, seen: str = "") -> int:
    where = f"/atendimento/tickets/{ticket.number}/{about_whom}-note/"
    return client.post(where, {"text": text, "seen": seen}).status_code


def test_open_tickets_of_person_and_company_are_counted_in_the_agents_queues(
    cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    now = timezone.now()
    cast.ticket(subject="Outra da Marina")
    close(ticket=cast.ticket(subject="Fechada"), by=cast.ana, as_desk=True, now=now)
    cast.ticket(by=cast.paulo)
    cast.ticket(by=cast.rita)
    hidden = cast.ticket(subject="Em fila alheia")
    move(ticket=hidden, queue=cast.other_queue, by=cast.bia, now=now)
    caio = client_for(cast.caio)
    assert [
        (one["label"], one["count"]) for one in caio.get(f"/atendimento/tickets/{ticket.number}/").context["open_lists"]
    ] == [
        ("Marina", "2"),
        ("Acme Tecnologia", "3"),
    ]
    page = page_of(caio, ticket)
    assert "Em fila alheia" not in page
    for one in caio.get(f"/atendimento/tickets/{ticket.number}/").context["open_lists"]:
        assert sum(len(group.rows) for group in caio.get(one["href"]).context["groups"]) == int(one["count"])


def test_counting_stops(cast: Cast, ticket: Ticket, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_counts, "MOST_COUNTED", 2)
    assert [desk_counts.shown_count(count) for count in (0, 1, 2)] == ["0", "1", "1+"]


def test_the_contract_says_from_when_until_when(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    ana, today = client_for(cast.ana), timezone.localdate()
    contract = Contract.objects.filter(pk=cast.contract.pk)
    contract.update(starts_on=today - timedelta(days=30))
    since = (today - timedelta(days=30)).strftime("%d/%m/%Y")
    assert f"Emissor Fiscal, desde {since}" in page_of(ana, ticket)
    contract.update(ends_on=today)
    assert f"Emissor Fiscal, {since} a {today:%d/%m/%Y}</dd>" in page_of(ana, ticket)
    contract.update(ends_on=today - timedelta(days=1))
    assert "(encerrado)" in page_of(ana, ticket)


def test_the_promise_stands_in_words_and_managers_by_name(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    page = page_of(client_for(cast.ana), ticket)
    assert "<dt>Prazo</dt><dd>Primeira resposta" in page
    assert "<dt>Gestores</dt><dd>Paulo Teles</dd>" in page


def test_notes_are_kept_beside_the_ticket_and_seen_beside_every_other(
    cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    ana = client_for(cast.ana)
    assert keep(ana, ticket, "person", "Prefere telefone.\nDepois das 14h.") == 303
    assert keep(ana, ticket, "company", "Fecha às 17h <b>") == 303
    other = cast.ticket(subject="Outra")
    page = page_of(client_for(cast.caio), other)
    assert "Prefere telefone.<br>Depois das 14h." in page
    assert "Fecha às 17h &lt;b&gt;" in page
    assert "person-note" not in page  # Caio reads only
    kinds = Event.objects.filter(kind__endswith="note_changed").order_by("id")
    assert [(one.kind, one.actor, one.ticket_id, one.is_public) for one in kinds] == [
        ("person.note_changed", cast.ana, None, False),
        ("organization.note_changed", cast.ana, None, False),
    ]
    assert kinds[0].data == {"user": cast.marina.pk, "letters": 33}
    assert keep(ana, ticket, "person", "", seen="Prefere telefone.\nDepois das 14h.") == 303
    assert not PersonNote.objects.exists()


def test_of_two_who_write_a_note_the_second_reads_the_first(cast: Cast, ticket: Ticket, client_for: ClientFor) -> None:
    ana = client_for(cast.ana)
    for about_whom in ("person", "company"):
        keep(ana, ticket, about_whom, "Primeira")
        where = f"/atendimento/tickets/{ticket.number}/{about_whom}-note/"
        refused = ana.post(where, {"text": "Segunda", "seen": ""})
        assert refused.status_code == 409
        page = refused.content.decode()
        assert "Alguém mudou esta nota" in page
        assert page.index("Primeira</p>") < page.index("Segunda</textarea>")
        assert keep(ana, ticket, about_whom, "Primeira") == 303  # the same again changes nothing
        assert keep(ana, ticket, about_whom, "x" * 2001, seen="Primeira") == 409
    assert PersonNote.objects.get().text == Organization.objects.get(pk=cast.acme.pk).note == "Primeira"
    assert Event.objects.filter(kind__endswith="note_changed").count() == 2


def test_no_customer_reads_a_note_but_in_the_copy_of_the_own_data(
    cast: Cast, ticket: Ticket, client_for: ClientFor
) -> None:
    ana, now = client_for(cast.ana), timezone.now()
    keep(ana, ticket, "person", "Prefere telefone.")
    keep(ana, ticket, "company", "Fecha às 17h.")
    say(ticket, cast.ana, now=now)
    for person in (cast.marina, cast.paulo):
        for path in ("/", f"/tickets/{ticket.number}/", "/preferencias/", "/notificacoes/"):
            page = client_for(person).get(path, follow=True).content.decode()
            assert "Prefere telefone" not in page
            assert "Fecha às 17h" not in page
    assert about(cast.marina, now)["note_of_the_desk"] == "Prefere telefone."
    assert about(cast.paulo, now)["note_of_the_desk"] == ""
    assert "Fecha" not in str(about(cast.paulo, now))
