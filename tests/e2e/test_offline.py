"""What a device keeps to read without a connection, and that nothing is left for the next person."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from balcao.portal.views import tickets
from tests.browser import _sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ContextFor = Callable[..., BrowserContext]


def opened(context: BrowserContext, address: str) -> Page:
    """The page with its worker in charge."""
    page = context.new_page()
    page.goto(address)
    page.evaluate("""async () => {
      await navigator.serviceWorker.ready;
      while (!navigator.serviceWorker.controller) await new Promise((done) => setTimeout(done, 20));
    }""")
    return page


def kept(page: Page) -> list[str]:
    """The pages that this browser holds."""
    found: list[str] = page.evaluate("""async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map((one) => new URL(one.url).pathname).sort();
    }""")
    return found


def expect_kept(page: Page, addresses: list[str]) -> None:
    for _try in range(100):
        if kept(page) == addresses:
            return
        page.wait_for_timeout(50)
    assert kept(page) == addresses


def test_what_was_seen_is_read_without_a_connection_and_says_so(
    cast: Cast, context_for: ContextFor, axe: Callable[[Page], None]
) -> None:
    ticket = cast.ticket()
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, "/tickets/")
    page.goto(f"/tickets/{ticket.number}/")
    page.goto("/novo/")
    page.goto("/preferencias/")
    expect_kept(page, ["/tickets/", f"/tickets/{ticket.number}/"])
    context.set_offline(True)
    page.goto(f"/tickets/{ticket.number}/")
    expect(page.locator("h1")).to_have_text("Nota 3512 rejeitada")
    expect(page.locator("#offline-bar")).to_contain_text("Sem conexão. Mostrando a versão de ")
    expect(page.locator("#offline-bar")).to_contain_text("Sua resposta fica guardada.")
    assert page.locator(".masthead").evaluate("bar => getComputedStyle(bar).position") == "sticky"
    axe(page)
    page.goto("/preferencias/")
    expect(page.locator("h1")).to_have_text("Sem conexão")
    expect(page.locator("[data-kept] a")).to_have_count(2)
    axe(page)
    context.set_offline(False)
    page.goto(f"/tickets/{ticket.number}/")
    expect(page.locator("#offline-bar")).to_be_hidden()


def test_after_signing_out_nothing_can_be_read(cast: Cast, context_for: ContextFor) -> None:
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, "/tickets/")
    expect_kept(page, ["/tickets/"])
    page.locator(".masthead summary").click()
    page.get_by_role("button", name="Sair").click()
    page.get_by_role("link", name="Login").first.wait_for()
    expect_kept(page, [])
    context.set_offline(True)
    page.goto("/tickets/")
    expect(page.locator("h1")).to_have_text("Sem conexão")
    assert page.locator("body").inner_text().count("Marina") == 0


def test_a_session_that_ended_elsewhere_takes_its_copies_along(cast: Cast, context_for: ContextFor) -> None:
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, "/tickets/")
    expect_kept(page, ["/tickets/"])
    context.clear_cookies()
    page.goto("/tickets/")
    page.wait_for_url("**/entrar/?next=/tickets/")
    expect_kept(page, [])


def test_another_person_on_the_same_browser_reads_only_own_copies(
    cast: Cast, live_portal: Any, context_for: ContextFor
) -> None:
    mine, theirs = cast.ticket(), cast.ticket(by=cast.rafael, subject="Do Rafael")
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, f"/tickets/{mine.number}/")
    expect_kept(page, [f"/tickets/{mine.number}/"])
    _sign_in(context, cast.rafael, live_portal.url)
    page.goto(f"/tickets/{theirs.number}/")
    expect_kept(page, [f"/tickets/{theirs.number}/"])
    context.set_offline(True)
    page.goto(f"/tickets/{mine.number}/")
    expect(page.locator("h1")).to_have_text("Sem conexão")
    page.goto(f"/tickets/{theirs.number}/")
    expect(page.locator("h1")).to_have_text("Do Rafael")


def test_a_ticket_that_was_answered_or_lost_is_not_shown_as_it_was(cast: Cast, context_for: ContextFor) -> None:
    ticket, lost = cast.ticket(), cast.ticket(subject="Some")
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, f"/tickets/{lost.number}/")
    page.goto(f"/tickets/{ticket.number}/")
    expect_kept(page, sorted(f"/tickets/{one.number}/" for one in (ticket, lost)))
    lost.people.all().delete()
    page.goto(f"/tickets/{lost.number}/")
    expect_kept(page, [f"/tickets/{ticket.number}/"])
    page.evaluate(f"fetch('/tickets/{ticket.number}/replies/', {{ method: 'POST' }})")
    expect_kept(page, [])


def test_an_agents_desk_is_never_kept(cast: Cast, context_for: ContextFor) -> None:
    cast.ticket()
    context = context_for(cast.ana, service_workers="allow")
    page = opened(context, "/notificacoes/")
    page.goto("/atendimento/")
    expect_kept(page, ["/notificacoes/"])
    context.set_offline(True)
    page.goto("/atendimento/")
    expect(page.locator("h1")).to_have_text("Sem conexão")


def late(*given: object) -> list[object]:
    time.sleep(3.5)
    return []


def test_a_late_answer_shows_the_copy_first_and_says_when_it_came(
    cast: Cast, context_for: ContextFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.ticket()
    context = context_for(cast.marina, service_workers="allow")
    page = opened(context, "/tickets/")
    expect_kept(page, ["/tickets/"])
    monkeypatch.setattr(tickets, "tabs", late)
    page.goto("/tickets/")
    expect(page.locator("#offline-bar")).to_contain_text("Mostrando a versão de ")
    expect(page.locator("#offline-bar")).to_contain_text("Chegou uma versão mais nova desta página.")
    monkeypatch.undo()
    page.get_by_role("link", name="Atualizar").click()
    expect(page.locator("#offline-bar")).to_be_hidden()
