"""A macro is made in a form, without JSON."""

from typing import Any

import pytest
from django.test import Client

from balcao.tickets.models import Macro, Tag
from tests.cast import Cast

ADD = "/administracao/tickets/macro/add/"
EMPTY = {
    "name": "Encerrar",
    "position": "10",
    "is_active": "on",
    **{f"{name}_{number}": "" for name in ("note", "reply") for number in range(3)},
}


def texts(name: str, text: str) -> dict[str, str]:
    return {f"{name}_pt-br": text, f"{name}_0": text}


def test_what_was_filled_in_becomes_steps_and_comes_back_into_the_form(admin: Client, cast: Cast) -> None:
    data: dict[str, Any] = {
        **EMPTY,
        **texts("reply", "Olá, {requester.first_name}."),
        "assign": "me",
        "queue": "fiscal",
        "priority": "4",
        "tag": "SEFAZ, urgente",
        "state": "resolvido",
    }
    answer = admin.post(ADD, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    macro = Macro.objects.get()
    assert macro.steps == [
        {"do": "assign", "to": "me"},
        {"do": "queue", "queue": "fiscal"},
        {"do": "priority", "priority": 4},
        {"do": "tag", "names": ["SEFAZ", "urgente"]},
        {"do": "reply", "texts": {"pt-br": "Olá, {requester.first_name}."}},
        {"do": "state", "state": "resolvido"},
    ]
    form = admin.get(f"/administracao/tickets/macro/{macro.pk}/change/").context["adminform"].form
    shown = {name: form.initial[name] for name in ("assign", "queue", "priority", "tag", "state")}
    assert shown == {"assign": "me", "queue": "fiscal", "priority": 4, "tag": "SEFAZ, urgente", "state": "resolvido"}
    assert "Dar o ticket a" in admin.get("/administracao/tickets/macro/").content.decode()


@pytest.mark.parametrize("data", [{}, {"assign": "99999"}, {"priority": "9"}, {"queue": "nenhuma"}])
def test_a_macro_that_does_nothing_or_nonsense_is_not_kept(admin: Client, cast: Cast, data: dict[str, str]) -> None:
    assert admin.post(ADD, {**EMPTY, **data}).status_code == 200
    assert not Macro.objects.exists()


def test_a_tag_keeps_one_folded_name(admin: Client, cast: Cast) -> None:
    admin.post("/administracao/tickets/tag/add/", {"name": "Nota Fiscal"})
    assert Tag.objects.get().slug == "nota fiscal"
    assert admin.post("/administracao/tickets/tag/add/", {"name": "nota FISCAL"}).status_code == 200
    assert Tag.objects.count() == 1
