"""The desk's palette and keys: what they find and do, on the keyboards that stand on Brazilian desks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from balcao.people.models import User
from balcao.tickets.models import CannedAnswer, Macro, Ticket
from tests.cast import Cast
from tests.e2e.test_palette import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageFor = Callable[..., Page]
OPEN = "/atendimento/lista/abertos/"
SLOW = 15_000
LAYOUTS = [("Slash", "Slash", False), ("IntlRo", "IntlRo", False), ("KeyQ", "KeyW", True)]
"""Where «/» and «?» stand: US; ABNT2 with its own key; ABNT2 of laptops with AltGr."""


def opened(page: Page, ticket: Ticket) -> None:
    expect(page.locator(f".work[data-number='{ticket.number}']")).to_be_visible(timeout=SLOW)


def palette(page: Page) -> None:
    """Opened, with what the server knows in it."""
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Sair").wait_for()


def first_option(page: Page, name: str) -> None:
    expect(page.locator("[role=option][aria-selected=true] b")).to_have_text(name, timeout=SLOW)


def test_it_acts_on_the_open_ticket_and_shows_the_keys(
    cast: Cast, page_for: PageFor, axe: Callable[[Page], None]
) -> None:
    CannedAnswer.objects.create(shortcut="oi", title="Saudação", texts={"pt-br": "Olá, {requester.first_name}."})
    Macro.objects.create(name="Conferir a nota", steps=[{"do": "assign", "to": "me"}])
    ticket = cast.ticket()
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("j")
    opened(page, ticket)
    palette(page)
    axe(page)
    page.keyboard.type("prioridade urg")
    first_option(page, "Mudar a prioridade: Urgente")
    expect(page.locator("[role=option][aria-selected=true] kbd")).to_have_text(["p"])
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("a prioridade agora é “Urgente”", timeout=SLOW)
    palette(page)
    page.keyboard.type("saudac")
    first_option(page, "Saudação")
    page.keyboard.press("Enter")
    expect(page.locator("#resposta")).to_have_value("Olá, Marina.")
    page.keyboard.press("Escape")
    palette(page)
    page.keyboard.type("conferir")
    first_option(page, "Conferir a nota")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Conferir a nota")).to_be_visible(timeout=SLOW)
    axe(page)


def test_it_finds_tickets_people_and_lists(cast: Cast, page_for: PageFor, axe: Callable[[Page], None]) -> None:
    ticket = cast.ticket(subject="Webhook devolve 502")
    page = page_for(cast.ana)
    page.goto(OPEN)
    palette(page)
    page.keyboard.type("acme")
    expect(page.get_by_role("option", name=re.compile("Acme Tecnologia.*Tickets desta empresa"))).to_be_visible(
        timeout=SLOW
    )
    axe(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("minha fila")
    first_option(page, "Minha fila")
    expect(page.locator("[role=option][aria-selected=true] kbd")).to_have_text(["g", "i"])
    page.keyboard.press("Control+a")
    page.keyboard.type(str(ticket.number))
    first_option(page, "Webhook devolve 502")
    page.keyboard.press("Enter")
    opened(page, ticket)


def test_after_the_palette_was_closed_keys_work_at_once(cast: Cast, page_for: PageFor) -> None:
    ticket = cast.ticket()
    page = page_for(cast.ana, viewport={"width": 1440, "height": 900})
    page.goto(OPEN)
    for _again in range(3):
        palette(page)
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Atalhos do teclado")).to_be_visible()
        page.keyboard.press("Escape")
    page.keyboard.press("j")
    opened(page, ticket)


def test_every_key_of_the_desk_is_listed(cast: Cast, page_for: PageFor, axe: Callable[[Page], None]) -> None:
    Macro.objects.create(name="Assumir", steps=[{"do": "assign", "to": "me"}])
    ticket = cast.ticket()
    page = page_for(cast.ana, viewport={"width": 1440, "height": 900})
    page.goto(f"/atendimento/tickets/{ticket.number}/?lista=abertos")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Atalhos do teclado")
    expect(shown).to_be_visible()
    listed = {" ".join(one.locator("kbd").all_inner_texts()) for one in shown.locator("dd").all()}
    named = {"j", "k", "Enter", "x", "a", "A", "s", "e", "1", "/", "Ctrl Enter", "r", "i", "m", "z", "t", "l", "p"}
    assert (
        named | {"Ctrl K", "Ctrl Shift Enter", "Ctrl Z", "g i", "g f", "g r", "g c", "X", "*", "n", "c", "f", "?"}
        <= listed
    )
    axe(page)


@pytest.mark.parametrize(("slash", "question", "alt_graph"), LAYOUTS, ids=["US", "ABNT2", "ABNT2 with AltGr"])
def test_keys_are_what_they_write_wherever_they_stand(
    cast: Cast, page_for: PageFor, slash: str, question: str, alt_graph: bool
) -> None:
    ticket = cast.ticket()
    page = page_for(cast.ana)
    page.goto(OPEN)
    press(page, "/", slash, alt_graph=alt_graph)
    expect(page.locator(".searchline input")).to_be_focused()
    page.locator(".searchline input").blur()
    press(page, "?", question, alt_graph=alt_graph)
    shown = page.get_by_role("dialog", name="Atalhos do teclado")
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    # On a Dvorak desk the letter j stands where the American c does: what is written counts.
    press(page, "j", "KeyC")
    opened(page, ticket)
    press(page, "X", "KeyB")
    press(page, "x", "KeyJ")
    expect(page.locator(".qrow > input:checked")).to_have_count(0)
    press(page, "*", "Digit8")
    expect(page.locator(".qrow > input:checked")).to_have_count(1)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("Dead", "BracketLeft"),
        ("Dead", "Quote"),
        ("´", "BracketLeft"),
        ("~", "Quote"),
        ("^", "Quote"),
        ("ç", "Semicolon"),
    ],
)
def test_dead_keys_and_letters_of_abnt2_do_nothing(cast: Cast, page_for: PageFor, key: str, code: str) -> None:
    cast.ticket()
    page = page_for(cast.ana)
    page.goto(OPEN)
    press(page, key, code)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".qrow[aria-current], .qrow > input:checked")).to_have_count(0)
    assert page.url.endswith(OPEN)
    # What a dead key composes (´ then a) is text, not «a»: the composition is the field's.
    press(page, "á", "KeyA")
    expect(page.locator("details[open]")).to_have_count(0)


def test_single_keys_are_switched_off_and_the_palette_still_names_what_it_does(cast: Cast, page_for: PageFor) -> None:
    cast.ticket()
    User.objects.filter(pk=cast.ana.pk).update(has_shortcuts=False)
    page = page_for(cast.ana)
    page.goto(OPEN)
    for key in ("x", "*", "?", "j"):
        page.keyboard.press(key)
    palette(page)
    expect(page.locator(".qrow[aria-current], .qrow > input:checked")).to_have_count(0)
    page.keyboard.type("selecionar todos")
    first_option(page, "Selecionar todos os mostrados")
    page.keyboard.press("Enter")
    expect(page.locator(".qrow > input:checked")).to_have_count(1)
