"""Opening a ticket as people do it: by keyboard, by thumb, impatiently."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from balcao.files.models import StoredFile
from balcao.tickets.models import Attachment, Ticket
from tests.cast import Cast, offer_process

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from balcao.people.models import User

pytestmark = pytest.mark.browser

PageFor = Callable[..., "Page"]
NOTE: FilePayload = {"name": "nota.txt", "mimeType": "text/plain", "buffer": b"texto"}
EVERY_FIELD = (Path(__file__).parents[1] / "todos_os_campos.yaml").read_text(encoding="utf-8")


@pytest.fixture
def marina(live_portal: object, cast: Cast) -> User:
    """After the server: its database is the one that is emptied by transactions."""
    offer_process(EVERY_FIELD, "todos-os-campos", cast.fiscal_tool)
    return cast.marina


def test_a_process_is_chosen_and_a_ticket_sent_with_the_keyboard_only(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/")
    page.keyboard.type("nota fis")
    assert page.get_by_role("option").first.get_attribute("aria-selected") == "true"
    assert page.locator("[role=status]", has_text="resultado").first.text_content() in {
        "1 resultado",
        "2 resultados",
        "3 resultados",
    }
    page.keyboard.press("Enter")
    page.wait_for_url("**/novo/emissor-fiscal/nota-rejeitada/")
    page.get_by_label("Assunto").focus()
    page.keyboard.type("Nota 3512 rejeitada")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "f-body":
        page.keyboard.press("Tab")
    page.keyboard.type("Voltou com a rejeição 204.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    assert page.get_by_role("heading", level=1).text_content() == "Ticket aberto"
    assert Ticket.objects.get().subject == "Nota 3512 rejeitada"


def test_typing_errors_arrows_and_escape(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/")
    page.keyboard.type("rejeitda")
    assert "Nota fiscal rejeitada pela SEFAZ" in page.get_by_role("listbox").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert page.get_by_text("Ferramentas contratadas").is_visible()


def test_the_whole_row_of_a_tool_opens_it(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/")
    row = page.locator("summary", has_text="Emissor Fiscal")
    box = row.bounding_box()
    assert box is not None
    link = page.get_by_role("link", name="Nota fiscal rejeitada pela SEFAZ").last
    assert not link.is_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert link.is_visible()
    assert row.evaluate("e => getComputedStyle(e).cursor") == "pointer"


def test_fields_come_and_go_with_the_answers(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/emissor-fiscal/todos-os-campos/")
    which, signed = page.get_by_label("Qual perfil"), page.locator("[name=f-termo]")
    assert not which.is_visible()
    page.get_by_label("Outro", exact=True).check()
    assert which.is_visible()
    page.get_by_label("Emitir", exact=True).check()
    assert not which.is_visible()
    assert signed.is_disabled()
    page.get_by_label("Tenho autorização do gestor").check()
    assert signed.is_enabled()


def test_numbers_are_spelt_the_usual_way_once_the_field_is_left(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/emissor-fiscal/todos-os-campos/")
    page.fill("[name=f-cnpj]", "12abc34501de35")
    page.locator("[name=f-cnpj]").blur()
    assert page.input_value("[name=f-cnpj]") == "12.ABC.345/01DE-35"


def test_two_clicks_are_one_ticket(marina: User, page_for: PageFor) -> None:
    page = page_for(marina)
    page.goto("/novo/emissor-fiscal/nota-rejeitada/")
    page.get_by_label("Assunto").fill("Nota 3512 rejeitada")
    page.locator("[name=f-body]").fill("Voltou com a rejeição 204.")
    page.get_by_label("Erro de cadastro").check()
    page.get_by_role("button", name="Enviar").last.dblclick()
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    page.reload()
    assert Ticket.objects.count() == 1


def test_a_mistake_takes_the_focus_and_keeps_the_file(
    marina: User, page_for: PageFor, axe: Callable[[Page], None]
) -> None:
    page = page_for(marina)
    page.goto("/novo/emissor-fiscal/nota-rejeitada/")
    page.locator("[name=f-body]").fill("Voltou com a rejeição 204.")
    page.set_input_files("[name=f-attachments]", NOTE)
    page.get_by_role("button", name="Enviar").last.click()
    summary = page.get_by_role("alert").first
    assert summary.evaluate("element => element === document.activeElement")
    axe(page)
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "f-subject"
    page.keyboard.type("Nota 3512 rejeitada")
    page.get_by_label("Erro de cadastro").check()
    page.get_by_role("button", name="Enviar").last.click()
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    assert Attachment.objects.get().file == StoredFile.objects.get()


def test_colleagues_are_chosen_by_name(marina: User, page_for: PageFor, cast: Cast) -> None:
    page = page_for(marina)
    page.goto("/novo/emissor-fiscal/nota-rejeitada/")
    page.get_by_label("Participantes").fill("raf")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Retirar Rafael Nunes").is_visible()
    assert page.locator("select[name=participants]").evaluate("e => [...e.selectedOptions].map(o => o.text)") == [
        "Rafael Nunes"
    ]
    page.keyboard.press("Backspace")
    assert page.locator("select[name=participants]").evaluate("e => e.selectedOptions.length") == 0


@pytest.mark.parametrize("path", ["/novo/", "/novo/emissor-fiscal/todos-os-campos/"])
def test_the_pages_fit_a_phone_and_are_accessible(
    marina: User, page_for: PageFor, axe: Callable[[Page], None], path: str
) -> None:
    page = page_for(marina, viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    axe(page)


def test_without_a_script_the_same_walk_works(marina: User, page_for: PageFor) -> None:
    page = page_for(marina, java_script_enabled=False)
    page.goto("/novo/")
    page.get_by_role("searchbox", name="Do que você precisa?").fill("nota fiscal")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Nota fiscal rejeitada pela SEFAZ").first.click()
    page.get_by_label("Assunto").fill("Nota 3512 rejeitada")
    page.locator("[name=f-body]").fill("Voltou com a rejeição 204.")
    page.get_by_label("Erro de cadastro").check()
    page.get_by_label("Participantes").select_option(label="Rafael Nunes")
    page.set_input_files("[name=f-attachments]", NOTE)
    page.get_by_label("Assunto").press("Enter")
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    assert Attachment.objects.get().file.name == "nota.txt"
