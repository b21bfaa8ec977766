"""A dialog of a running ticket: headings, values that are only read, advice; a button when nothing is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from balcao.people.models import User
from balcao.tickets.models import Ticket
from tests.cast import Cast
from tests.processes.processes_of_tests import document, offer, opened, press, said

pytestmark = pytest.mark.django_db


def described() -> dict[str, Any]:
    found = document()
    rule = {"when": 'fields.quem != "marina@acme.example"', "message": said("Escolha outra pessoa.")}
    found["dialogs"]["voltar"] = {
        "title": said("Corrigir"),
        "advice": said("Depois de enviar, a análise recomeça."),
        "fields": [
            {"use": "nota", "read_only": True},
            {"section": said("Quem responde")},
            {"use": "quem", "required_when": "filled.nota", "valid_when": rule},
        ],
        "submit": said("Reenviar"),
    }
    return found


def waiting(cast: Cast, changed: dict[str, Any] | None = None) -> Ticket:
    offered = offer(cast, changed or described())
    return press(opened(cast, offered, nota="3512"), "agir", cast.ana)


def test_headings_read_values_advice_and_button_are_shown(cast: Cast, client_for: Callable[[User], Client]) -> None:
    ticket = waiting(cast)
    for person, route in ((cast.marina, "ticket_dialog"), (cast.ana, "desk:dialog")):
        page = client_for(person).get(reverse(route, args=[ticket.number, "voltar"])).content.decode()
        for words in ("Quem responde", "3512", "Depois de enviar, a análise recomeça.", "Reenviar"):
            assert words in page
        assert 'name="f-nota"' not in page


def test_what_is_wrong_is_said_in_the_words_of_the_document(cast: Cast, client_for: Callable[[User], Client]) -> None:
    ticket = waiting(cast)
    address, client = reverse("ticket_dialog", args=[ticket.number, "voltar"]), client_for(cast.marina)
    assert client.post(address, {"f-nota": "outra", "f-quem": ""}).status_code == 422
    wrong = client.post(address, {"f-quem": "marina@acme.example"})
    assert (wrong.status_code, "Escolha outra pessoa." in wrong.content.decode()) == (422, True)
    assert client.post(address, {"f-nota": "outra", "f-quem": "rafael@acme.example"}).status_code in (302, 303)
    assert Ticket.objects.get(pk=ticket.pk).run["fields"] == {"nota": "3512", "quem": "rafael@acme.example"}


def test_a_dialog_that_asks_for_nothing_is_one_click(cast: Cast, client_for: Callable[[User], Client]) -> None:
    changed = document()
    changed["dialogs"]["voltar"] = {"title": said("Voltar ao começo"), "for": "customer"}
    ticket = waiting(cast, changed)
    address = reverse("ticket_dialog", args=[ticket.number, "voltar"])
    page = client_for(cast.marina).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert f'<form method="post" action="{address}">' in page
    assert client_for(cast.marina).post(address).status_code in (302, 303)
    assert Ticket.objects.get(pk=ticket.pk).activity == "inicio"
    desk = client_for(cast.ana).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert f'action="{reverse("desk:dialog", args=[ticket.number, "agir"])}?' in desk


@pytest.mark.parametrize("has_own", [True, False])
def test_whether_the_solution_helped_is_asked_once(
    cast: Cast, client_for: Callable[[User], Client], has_own: bool
) -> None:
    changed = document()
    changed["activities"]["espera"]["state"] = "resolvido"
    changed["dialogs"]["voltar"] = {"title": said("Confirmar solução"), "for": "customer" if has_own else "agent"}
    ticket = waiting(cast, changed)
    page = client_for(cast.marina).get(reverse("ticket", args=[ticket.number])).content.decode()
    shown = {words: words in page for words in ("Confirmar solução", "Sim, fechar", "Ainda não")}
    assert shown == {"Confirmar solução": has_own, "Sim, fechar": not has_own, "Ainda não": not has_own}
    assert "Marcamos como resolvido" in page
