"""Lists and tickets by single keys, as the design names them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from balcao.tickets.actions.reply import reply
from balcao.tickets.models import TicketPerson
from tests.browser import until
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageFor = Callable[..., Page]


def test_a_list_is_walked_marked_and_opened_by_keys(
    live_portal: object, cast: Cast, page_for: PageFor, now: datetime
) -> None:
    older = cast.ticket(subject="Nota antiga", now=now)
    newer = cast.ticket(subject="Nota recente", now=now + timedelta(minutes=5))
    later = now + timedelta(hours=1)
    reply(ticket=newer, by=cast.ana, as_desk=True, body="Vejo já.", key=uuid4(), now=later)
    page = page_for(cast.marina)
    page.goto("/tickets/")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Nota recente")
    page.keyboard.press("m")
    expect(page.locator("tr.new")).to_have_count(0)
    expect(page.locator(":focus")).to_have_text("Nota recente")
    page.keyboard.press("m")
    expect(page.locator("tr.new")).to_have_count(1)
    until(lambda: TicketPerson.objects.get(ticket=newer, user=cast.marina).has_news, page)
    expect(page.locator(".masthead .count")).to_contain_text("1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Nota antiga")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{newer.number}/")
    page.keyboard.press("]")
    page.wait_for_url(f"**/tickets/{older.number}/")
    page.keyboard.press("[")
    page.wait_for_url(f"**/tickets/{newer.number}/")
    page.keyboard.press("?")
    shown = page.get_by_role("dialog", name="Atalhos do teclado").inner_text()
    assert "Próximo ticket da lista" in shown
    assert "Ticket anterior da lista" not in shown
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_url("**/tickets/")
    page.keyboard.press("3")
    page.wait_for_url("**/tickets/?tab=closed")
    page.keyboard.press("f")
    page.wait_for_url(re.compile("filters=1"))


def test_on_the_ticket_keys_go_to_its_parts(live_portal: object, cast: Cast, page_for: PageFor, now: datetime) -> None:
    ticket = cast.ticket()
    page = page_for(cast.marina)
    page.goto(f"/tickets/{ticket.number}/")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "pessoas"
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "body"
    page.keyboard.type("npu")
    assert page.locator("#resposta").input_value() == "npu"
    assert page.url.endswith(f"/tickets/{ticket.number}/")
