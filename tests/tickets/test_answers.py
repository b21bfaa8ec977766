"""«Informações enviadas»: what each side sees of what was filled in."""

import pytest

from balcao.tickets.answers import answers_of
from tests.cast import REJECTED, Cast, offer_process

pytestmark = pytest.mark.django_db

CAUSE = """  causa: {type: text, label: {pt-br: Causa, en: Cause, es: Causa}}
start: {activity: triagem, dialog: abrir}"""


def test_what_only_agents_are_asked_stays_at_the_desk(cast: Cast) -> None:
    document = REJECTED.replace("nota-rejeitada", "com-causa")
    document = document.replace("start: {activity: triagem, dialog: abrir}", CAUSE)
    document = document.replace("for: [agent]\n    fields: [", "for: [agent]\n    fields: [{use: causa}, ")
    cast.rejected = offer_process(document, "com-causa", cast.fiscal_tool)
    ticket = cast.ticket()
    ticket.run["fields"]["causa"] = "Falha interna do fornecedor"
    assert [one.value for one in answers_of(ticket, "pt-br")] == ["Erro de cadastro", "Falha interna do fornecedor"]
    assert [one.value for one in answers_of(ticket, "pt-br", "customer")] == ["Erro de cadastro"]
