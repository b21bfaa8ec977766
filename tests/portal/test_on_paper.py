"""The ticket's page printed: the number, the words and the files' names; nothing to press."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext

from tests.cast import Cast
from tests.tickets.helpers import at, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_paper_shows_what_was_said_and_nothing_to_press(cast: Cast, context_for: Callable[..., BrowserContext]) -> None:
    ticket = cast.ticket()
    say(ticket, cast.ana, "Corrija o CFOP e emita de novo.", now=at(5))
    page = context_for(cast.marina).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = " ".join("\n".join(sheet.get_textpage().get_text_range() for sheet in document).split())
    document.close()
    for shown in (str(ticket.number), "Nota 3512 rejeitada", "Corrija o CFOP e emita de novo.", "Acme Tecnologia"):
        assert shown in text, shown
    for pressed in ("Enviar", "Fechar ticket", "Adicionar ao ticket", "Meus Tickets", "Baixar histórico"):
        assert pressed not in text, pressed
