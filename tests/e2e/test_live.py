"""Two browsers side by side: what one does, the other sees while its page stays open."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from balcao.jobs.worker import run_due
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Ticket, TicketPerson
from tests.browser import until
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ContextFor = Callable[..., BrowserContext]
SOON = 15_000
"""Milliseconds, for slow machines: a page without a stream would ask only after thirty seconds."""


def answer(cast: Cast, ticket: Ticket, body: str = "Encontrei o erro.") -> None:
    reply(ticket=ticket, by=cast.ana, as_desk=True, body=body, key=uuid4(), now=timezone.now())


def listening(page: Page) -> None:
    """Wait until the page's stream has said how things stand."""
    expect(page.locator("html[data-heard]")).to_be_attached(timeout=10_000)


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => setTimeout(() =>"
        " window.balcao.live.on('state', () => { document.documentElement.dataset.heard = 1; })))"
    )
    page.goto(path)
    listening(page)
    return page


def test_an_answer_is_seen_at_once_and_reading_clears_it_in_every_tab_and_device(
    cast: Cast, context_for: ContextFor
) -> None:
    ticket = cast.ticket()
    laptop, phone = context_for(cast.marina), context_for(cast.marina)
    # With scripts an answer can be taken back for ten seconds before anybody hears of it.
    desk = context_for(cast.ana, java_script_enabled=False).new_page()
    first, second = opened(laptop, "/tickets/"), opened(laptop, "/")
    other = opened(phone, "/tickets/")
    pages = (first, second, other)
    desk.goto(f"/atendimento/tickets/{ticket.number}/")
    desk.get_by_label("Responder ao cliente").fill("Encontrei o erro na nota.")
    desk.get_by_role("button", name=re.compile("Enviar ao cliente")).click()
    for page in pages:
        expect(page).to_have_title(re.compile(r"^\(1\) "), timeout=SOON)
        expect(page.locator("[data-unread-label]")).to_have_attribute("aria-label", "Notificações, 1 não lida")
        expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("favicon-news"))
    for page in (first, other):
        expect(page.locator("tr.new .ledger__subject")).to_have_text(ticket.subject)
        expect(page.get_by_role("button", name="1 novidade – atualizar")).to_be_visible()
    expect(second.locator(".entry--new .entry__subject")).to_contain_text(ticket.subject)

    reading = opened(laptop, f"/tickets/{ticket.number}/")
    expect(reading.get_by_text("Encontrei o erro na nota.")).to_be_visible()
    for page in (*pages, reading):
        expect(page).not_to_have_title(re.compile(r"^\("), timeout=SOON)
        expect(page.locator("[data-unread-label]")).to_have_attribute("aria-label", "Notificações")
        expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile(r"favicon\.svg"))
    for page in (first, other):
        expect(page.locator("tr.new")).to_have_count(0)
        expect(page.get_by_role("button", name="1 novidade – atualizar")).to_be_hidden()


def test_an_open_conversation_grows_without_touching_what_is_typed(cast: Cast, context_for: ContextFor) -> None:
    ticket = cast.ticket()
    page = opened(context_for(cast.marina), f"/tickets/{ticket.number}/")
    box = page.locator("#resposta")
    box.fill("Ainda estou escre")
    answer(cast, ticket, "Primeira resposta")
    expect(page.get_by_text("Primeira resposta")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("status").filter(has_text="Nova mensagem de Ana")).to_be_attached()
    expect(page.locator(".tickethead .state")).to_contain_text("Em atendimento")
    expect(box).to_be_focused()
    expect(box).to_have_value("Ainda estou escre")
    answer(cast, ticket, "Segunda resposta")
    expect(page.locator("article.message")).to_have_count(3, timeout=SOON)
    assert page.locator("article.message").evaluate_all("all => new Set(all.map((one) => one.id)).size") == 3
    expect(page).not_to_have_title(re.compile(r"^\("), timeout=SOON)
    until(lambda: not TicketPerson.objects.get(user=cast.marina, ticket=ticket).has_news, page)


def test_whoever_has_scrolled_up_is_told_and_nothing_jumps(cast: Cast, context_for: ContextFor) -> None:
    ticket = cast.ticket()
    for number in range(8):
        answer(cast, ticket, "\n\n".join(f"Linha {number}.{line}" for line in range(8)))
    TicketPerson.objects.update(read_event_id=10**9)
    page = opened(context_for(cast.marina), f"/tickets/{ticket.number}/")
    page.evaluate("scrollTo(0, 300)")
    TicketPerson.objects.update(read_event_id=0, news_event_id=0)
    answer(cast, ticket, "A mais nova")
    jump = page.get_by_role("button", name="Nova mensagem de Ana")
    expect(jump).to_be_visible(timeout=SOON)
    with page.expect_response(f"**/tickets/{ticket.number}/"):
        page.evaluate("document.querySelector('[data-live-ticket]').dispatchEvent(new CustomEvent('balcao:look'))")
    page.wait_for_timeout(300)
    expect(jump).to_be_visible()
    assert page.evaluate("scrollY") == 300
    assert TicketPerson.objects.get(user=cast.marina, ticket=ticket).has_news
    jump.click()
    expect(page.get_by_text("A mais nova")).to_be_in_viewport()
    expect(jump).to_be_hidden()
    expect(page).not_to_have_title(re.compile(r"^\("), timeout=SOON)


def test_a_stream_that_is_cut_again_and_again_ends_with_each_message_once(cast: Cast, context_for: ContextFor) -> None:
    ticket = cast.ticket()
    context = context_for(cast.marina)
    page = context.new_page()
    page.add_init_script(
        """const Real = window.EventSource;
        window.EventSource = class extends Real {
          constructor(...all) {
            super(...all);
            setTimeout(() => { this.close(); this.onerror?.(new Event("error")); }, 1000);
          }
        };"""
    )
    page.goto(f"/tickets/{ticket.number}/")
    for number in range(4):
        answer(cast, ticket, f"Resposta número {number}")
        page.wait_for_timeout(700)
    expect(page.locator("article.message .message__body")).to_have_text(
        ["A nota 3512 voltou com a rejeição 204.", *(f"Resposta número {number}" for number in range(4))],
        timeout=15_000,
    )
    page.wait_for_timeout(1500)
    expect(page.locator("article.message")).to_have_count(5)


def test_the_bell_opens_as_a_panel_with_its_keys(
    cast: Cast, context_for: ContextFor, axe: Callable[[Page], None]
) -> None:
    tickets = [cast.ticket(subject="Primeira nota"), cast.ticket(subject="Segunda nota")]
    for ticket in tickets:
        answer(cast, ticket)
    run_due()
    page = opened(context_for(cast.marina), "/")
    page.get_by_role("link", name="Notificações, 2 não lidas").click()
    panel = page.get_by_role("dialog", name="Notificações")
    expect(panel.locator(".news--new")).to_have_count(2)
    expect(panel.get_by_role("link", name="Não lidas (2)")).to_have_attribute("aria-current", "page")
    expect(panel.locator(".news__about").first).to_contain_text("resposta do Service Desk")
    axe(page)
    page.keyboard.press("j")
    expect(panel.locator(".news__line a").first).to_be_focused()
    page.keyboard.press("e")
    expect(panel.locator(".news--new")).to_have_count(1)
    expect(page.locator("[data-unread-label]")).to_have_attribute("aria-label", "Notificações, 1 não lida")
    panel.get_by_role("link", name="Todas").click()
    expect(panel.locator(".news")).to_have_count(2)
    panel.get_by_role("button", name="Marcar tudo como lido").click()
    expect(panel.locator(".news--new")).to_have_count(0)
    expect(page.locator("[data-unread-label]")).to_have_attribute("aria-label", "Notificações")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("[data-bell]")).to_be_focused()


def test_signing_out_in_one_tab_ends_the_stream_of_the_others(cast: Cast, context_for: ContextFor) -> None:
    from balcao.live.hub import HUB

    context = context_for(cast.marina)
    staying = opened(context, "/tickets/")
    leaving = opened(context, "/")
    assert len(HUB) == 1
    leaving.get_by_label("Menu de Marina Duarte").click()
    leaving.get_by_role("button", name="Sair").click()
    until(lambda: len(HUB) == 0, staying)
