"""The desk's reports and the numbers of its rail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balcao.people.models import User
from balcao.tickets.models import StateKind, Ticket
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PART = {"HX-Request": "true", "HX-Target": "ticket"}


def test_each_number_is_as_long_as_the_list_that_it_leads_to(cast: Cast, client_for: ClientFor) -> None:
    now = timezone.now()
    kept: list[dict[str, object]] = [
        {"due_at": now - timedelta(hours=1), "owner": cast.ana},
        {"due_at": now + timedelta(hours=2)},
        {"due_at": None, "state": cast.state(StateKind.WAITING_CUSTOMER)},
        {"due_at": now + timedelta(days=3), "snoozed_until": now + timedelta(days=1)},
        {"queue": cast.other_queue, "due_at": None},
    ]
    for values in kept:
        Ticket.objects.filter(pk=cast.ticket().pk).update(**values)
    ana = client_for(cast.ana)
    rows = {row.place: row for row in ana.get("/atendimento/relatorios/").context["rows"]}
    n1 = rows["fila:n1"]
    assert (n1.open, n1.unassigned, n1.late, n1.soon, n1.theirs) == (3, 2, 1, 1, 1)
    assert set(rows) == {"fila:n1", "fila:fiscal", "fila:financeiro"}
    for query, number in {
        "": n1.open,
        "atendente=ninguem": n1.unassigned,
        "prazo=vencido": n1.late,
        "prazo=em-breve": n1.soon,
        "vez=cliente": n1.theirs,
    }.items():
        listed = ana.get(f"/atendimento/lista/fila:n1/?{query}").context["groups"]
        assert sum(len(group.rows) for group in listed) == number, query
    bia = client_for(cast.bia).get("/atendimento/relatorios/").context["rows"]
    assert [(row.place, row.open) for row in bia] == [("fila:financeiro", 1)]


def test_the_rail_counts_anew_after_the_agents_own_deed(cast: Cast, client_for: ClientFor) -> None:
    ticket, ana = cast.ticket(), client_for(cast.ana)
    ana.get("/atendimento/lista/abertos/")
    address = f"/atendimento/tickets/{ticket.number}/assignment/?lista=abertos"
    answer = ana.post(address, {"agent": "me"}, headers=PART)
    counts = {link["label"]: link["count"] for link in answer.context["rail"]["views"]}
    assert (counts["Minha fila"], counts["Sem atendente"]) == ("1", "0")
    assert 'class="rail"' in answer.content.decode()
