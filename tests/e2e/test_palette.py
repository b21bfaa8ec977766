"""Ctrl+K by keyboard and by touch; single keys by what they write, on ABNT2 and US keyboards."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from tests.browser import until
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageFor = Callable[..., Page]


def options(page: Page) -> list[str]:
    return page.locator("[role=option] b").all_inner_texts()


def test_the_palette_goes_acts_and_gives_the_focus_back(
    live_portal: object, cast: Cast, page_for: PageFor, axe: Callable[[Page], None]
) -> None:
    page = page_for(cast.marina)
    page.goto("/tickets/")
    search = page.get_by_role("searchbox", name=re.compile("Buscar"))
    search.focus()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Ir para, abrir ou fazer")
    box.wait_for()
    page.get_by_role("option", name="Sair").wait_for()
    axe(page)
    assert box.get_attribute("aria-activedescendant") == "palette-0"
    box.press("ArrowDown")
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    box.press("Escape")
    assert search.evaluate("box => box === document.activeElement")
    page.keyboard.press("Control+k")
    page.keyboard.type("xpto")
    assert page.locator("#palette [role=status]").inner_text() == "Nada encontrado para “xpto”."
    assert options(page) == ["Buscar “xpto” em Meus Tickets", "Abrir um ticket sobre isso"]
    axe(page)
    box.fill("aberto")
    box.press("Enter")
    page.wait_for_url("**/tickets/?tab=open")


def test_a_number_typed_fast_is_its_ticket(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    ticket = cast.ticket()
    page = page_for(cast.marina)
    page.goto("/notificacoes/")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"abrir ticket {ticket.number}")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{ticket.number}/")


def test_enter_waits_for_sources_that_are_slow(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    ticket = cast.ticket()
    page = page_for(cast.marina)
    page.goto("/notificacoes/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/paleta/**", hold, times=1)
    page.keyboard.press("Control+k")
    page.keyboard.type(f"abrir ticket {ticket.number}")
    page.keyboard.press("Enter")
    until(lambda: bool(held), page)
    held[0].continue_()
    page.wait_for_url(f"**/tickets/{ticket.number}/")


def test_a_new_ticket_in_a_tool_and_the_theme(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    page = page_for(cast.marina)
    page.goto("/")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Sair").wait_for()
    page.keyboard.type("novo ticket em emissor")
    assert options(page)[0] == "Nota fiscal rejeitada pela SEFAZ"
    page.keyboard.press("Enter")
    page.wait_for_url("**/novo/emissor-fiscal/nota-rejeitada/")
    page.get_by_label("Assunto").focus()
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Sair").wait_for()
    page.keyboard.type("tema escuro")
    page.keyboard.press("Enter")
    page.locator("html[data-theme=dark]").wait_for()
    assert page.url.endswith("/novo/emissor-fiscal/nota-rejeitada/")


def test_on_a_phone_it_fills_the_screen_and_works_by_touch(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    page = page_for(cast.marina, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator("[data-palette-open]").tap()
    page.get_by_role("option", name="Sair").wait_for()
    box = page.locator("#palette").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert page.locator("#palette kbd:visible").count() == 0
    page.get_by_role("option", name="Meus Tickets", exact=True).tap()
    page.wait_for_url("**/tickets/")


def test_without_a_script_search_is_the_list(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    page = page_for(cast.marina, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Buscar").click()
    page.wait_for_url("**/tickets/")


@pytest.mark.parametrize(
    ("key", "code"), [("/", "Slash"), ("/", "IntlRo"), ("/", "KeyQ")], ids=["US", "ABNT2", "ABNT2 with AltGr"]
)
def test_slash_searches_and_question_mark_lists_whatever_key_writes_them(
    live_portal: object, cast: Cast, page_for: PageFor, key: str, code: str
) -> None:
    page = page_for(cast.marina)
    page.goto("/tickets/")
    press(page, key, code, alt_graph=code == "KeyQ")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    press(page, "?", {"KeyQ": "KeyW"}.get(code, code), alt_graph=code == "KeyQ")
    shown = page.get_by_role("dialog", name="Atalhos do teclado")
    shown.wait_for()
    assert "Ir para, abrir ou fazer" in shown.inner_text()
    assert shown.locator("kbd:visible").count() > 5


def test_hints_show_once_a_keyboard_was_used_and_stay(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    page = page_for(cast.marina)
    page.goto("/")
    assert page.locator("kbd:visible").count() == 0
    page.keyboard.press("Tab")
    assert page.locator(".masthead kbd").is_visible()
    page.goto("/tickets/")
    assert page.evaluate("document.documentElement.outerHTML.slice(0, 300)").count("data-keyboard") == 1
    assert page.locator(".masthead kbd").is_visible()


def test_switched_off_only_the_palette_stays(live_portal: object, cast: Cast, page_for: PageFor) -> None:
    cast.marina.has_shortcuts = False
    cast.marina.save()
    page = page_for(cast.marina)
    page.goto("/tickets/")
    page.keyboard.press("?")
    page.keyboard.press("n")
    page.keyboard.press("Control+k")
    assert page.locator("dialog[open]").count() == 1
    assert page.locator("#palette").is_visible()


def press(page: Page, key: str, code: str, *, alt_graph: bool = False) -> None:
    """A key as a keyboard of that layout sends it; Playwright knows only the American one."""
    page.evaluate(
        """([key, code, altGraph]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
             key, code, bubbles: true, cancelable: true,
             ctrlKey: altGraph, altKey: altGraph, modifierAltGraph: altGraph,
           }))""",
        [key, code, alt_graph],
    )
