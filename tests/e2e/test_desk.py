"""The desk by keyboard alone, and two agents at once, in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from balcao.people.models import User
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Message, MessageKind, Right, Ticket
from tests.browser import until
from tests.cast import Cast, give_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = "/atendimento/lista/abertos/"
SLOW = 15_000


def opened(page: Page, ticket: Ticket) -> None:
    """The ticket stands in the work area and is the one marked in the list."""
    expect(page.locator(f".work[data-number='{ticket.number}']")).to_be_visible(timeout=SLOW)
    expect(page.locator(f".qrow[data-row='{ticket.number}'][aria-current]")).to_have_count(1)


def test_twenty_tickets_are_sorted_out_without_a_mouse(cast: Cast, page_for: Callable[..., Page]) -> None:
    now = timezone.now()
    tickets = [cast.ticket(subject=f"Ticket {index:02d}") for index in range(20)]
    for index, ticket in enumerate(tickets):
        Ticket.objects.filter(pk=ticket.pk).update(due_at=now + timedelta(hours=1 + index))
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.evaluate("document.querySelector('.queue').dataset.same = 'yes'")
    for ticket in tickets:
        page.keyboard.press("j")
        opened(page, ticket)
        page.keyboard.press("Shift+A")
        expect(page.locator(".work__acts [data-key=A]")).to_have_count(0, timeout=SLOW)
    until(lambda: set(Ticket.objects.values_list("owner__username", flat=True)) == {"ana"}, page)
    assert page.evaluate("document.querySelector('.queue').dataset.same") == "yes"
    assert page.url.endswith(f"/atendimento/tickets/{tickets[-1].number}/?lista=abertos")


def test_every_state_has_its_address_and_the_way_back(cast: Cast, page_for: Callable[..., Page]) -> None:
    one, two = cast.ticket(subject="Primeiro"), cast.ticket(subject="Segundo")
    page = page_for(cast.ana)
    page.goto(OPEN)
    for ticket in (one, two):
        page.locator(f".qrow[data-row='{ticket.number}'] a").click()
        opened(page, ticket)
    page.go_back()
    opened(page, one)
    page.reload()
    opened(page, one)


def test_on_a_phone_the_list_leads_to_the_ticket_and_back(cast: Cast, page_for: Callable[..., Page]) -> None:
    ticket = cast.ticket()
    page = page_for(cast.ana, viewport={"width": 390, "height": 844})
    page.goto(OPEN)
    page.locator(".qrow a").click()
    expect(page.locator(f".work[data-number='{ticket.number}']")).to_be_visible(timeout=SLOW)
    expect(page.locator(".queue")).to_be_hidden()
    page.locator(".work__back").click()
    expect(page.locator(".queue")).to_be_visible()
    assert page.url.endswith(OPEN)


def test_what_is_written_stays_with_its_ticket_while_one_looks_at_another(
    cast: Cast, page_for: Callable[..., Page]
) -> None:
    one, two = cast.ticket(subject="Primeiro"), cast.ticket(subject="Segundo")
    order = [one, two]
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("j")
    first = page.locator(".qrow").first.get_attribute("data-row")
    order.sort(key=lambda ticket: str(ticket.number) != first)
    opened(page, order[0])
    page.keyboard.press("r")
    page.keyboard.type("Metade de uma resposta")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    opened(page, order[1])
    expect(page.locator("#resposta")).to_have_value("")
    page.keyboard.press("k")
    opened(page, order[0])
    expect(page.locator("#resposta")).to_have_value("Metade de uma resposta")


def test_an_answer_stops_when_somebody_wrote_meanwhile(cast: Cast, page_for: Callable[..., Page]) -> None:
    ticket = cast.ticket()
    page = page_for(cast.ana)
    page.goto(f"/atendimento/tickets/{ticket.number}/")
    page.locator("#resposta").fill("Respondo sem saber.")
    reply(ticket=ticket, by=cast.marina, as_desk=False, body="Já resolvi.", key=uuid4(), now=timezone.now())
    page.keyboard.press("Control+Enter")
    stop = page.locator("[data-overtaken]")
    expect(stop).to_be_visible(timeout=SLOW)
    expect(stop).to_contain_text("Chegou uma mensagem nova enquanto você escrevia.")
    expect(page.locator("#resposta")).to_have_value("Respondo sem saber.")
    assert not Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY, is_from_desk=True).exists()
    stop.get_by_role("button").click()
    expect(page.locator("[data-outgoing]")).to_contain_text("Respondo sem saber.", timeout=SLOW)


def test_two_agents_see_each_other_and_lists_wait_for_a_click(cast: Cast, page_for: Callable[..., Page]) -> None:
    give_right(cast.caio, "Atende também", [cast.n1], Right.ASSIGN)
    one, two = cast.ticket(subject="Primeiro"), cast.ticket(subject="Segundo")
    ana, caio = page_for(cast.ana), page_for(cast.caio)
    ana.goto(f"/atendimento/tickets/{one.number}/")
    caio.goto(f"/atendimento/tickets/{one.number}/")
    expect(ana.locator(".work [data-here]")).to_contain_text("Caio está vendo", timeout=SLOW)
    caio.locator("#resposta").press_sequentially("Vou ver")
    expect(ana.locator(".work [data-here]")).to_contain_text("Caio está escrevendo", timeout=SLOW)
    rows = ana.locator(".qrow").count()
    reply(ticket=two, by=cast.marina, as_desk=False, body="Alguma novidade?", key=uuid4(), now=timezone.now())
    expect(ana.locator("[data-list-news]")).to_have_text(re.compile("1 novidade"), timeout=SLOW)
    assert ana.locator(".qrow").count() == rows
    ana.locator("[data-list-news]").click()
    expect(ana.locator("[data-list-news]")).to_be_hidden(timeout=SLOW)
    expect(ana.locator(f".qrow--new[data-row='{two.number}']")).to_have_count(1)


def test_shortcuts_are_silent_when_switched_off(cast: Cast, page_for: Callable[..., Page]) -> None:
    cast.ticket()
    User.objects.filter(pk=cast.ana.pk).update(has_shortcuts=False)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("j")
    page.wait_for_timeout(500)
    expect(page.locator(".qrow[aria-current]")).to_have_count(0)
