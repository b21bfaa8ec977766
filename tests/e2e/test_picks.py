"""Tickets chosen in the desk's list and changed together, by keyboard, by mouse and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from balcao.jobs.worker import run_due
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Right, Ticket
from tests.browser import until
from tests.cast import Cast, give_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PageFor = Callable[..., Page]
OPEN = "/atendimento/lista/abertos/"
SLOW = 15_000


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be taken back for ten seconds can be for a minute: a slow machine is not what is tried here."""
    for module in ("tickets.acts.perform", "desk.undoing"):
        monkeypatch.setattr(f"balcao.{module}.WINDOW", timedelta(minutes=1))


def waiting(cast: Cast, count: int) -> list[Ticket]:
    """Tickets in the order in which they stand in the list."""
    tickets = [cast.ticket(subject=f"Ticket {index:02d}") for index in range(count)]
    for index, ticket in enumerate(tickets):
        Ticket.objects.filter(pk=ticket.pk).update(due_at=timezone.now() + timedelta(days=2, hours=index))
    return tickets


def opened(page: Page, ticket: Ticket) -> None:
    expect(page.locator(f".work[data-number='{ticket.number}']")).to_be_visible(timeout=SLOW)


def chosen(page: Page, *numbers: int) -> None:
    """Exactly these are ticked, and the bar says how many."""
    boxes = page.locator(".qrow > input:checked")
    expect(boxes).to_have_count(len(numbers), timeout=SLOW)
    assert {int(box.get_attribute("value") or 0) for box in boxes.all()} == set(numbers)
    if numbers:
        words = "1 selecionado" if len(numbers) == 1 else f"{len(numbers)} selecionados"
        expect(page.locator("[data-count]")).to_have_text(words)
    else:
        expect(page.locator(".bulk")).to_be_hidden()


def places(page: Page) -> list[float]:
    """How far down each row stands."""
    found: list[float] = page.locator(".qrow:visible").evaluate_all(
        "rows => rows.map((row) => row.getBoundingClientRect().top)"
    )
    return found


def test_tickets_are_chosen_and_changed_by_keys_alone_and_nothing_jumps(
    cast: Cast, page_for: PageFor, axe: Callable[[Page], None]
) -> None:
    tickets = waiting(cast, 5)
    numbers = [ticket.number for ticket in tickets]
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("j")
    opened(page, tickets[0])
    before = places(page)
    page.keyboard.press("x")
    chosen(page, numbers[0])
    expect(page.locator("[data-desk-say]")).to_have_text("1 selecionado")
    page.keyboard.press("j")
    opened(page, tickets[1])
    page.keyboard.press("j")
    opened(page, tickets[2])
    page.keyboard.press("Shift+X")
    chosen(page, *numbers[:3])
    assert places(page) == before
    axe(page)
    page.keyboard.press("p")
    expect(page.locator(".bulk .menu[open] button").first).to_be_focused()
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("3 tickets foram alterados.", timeout=SLOW)
    chosen(page)
    assert places(page) == before
    assert [Ticket.objects.get(number=number).priority for number in numbers] == [5, 5, 5, 3, 3]
    expect(page.locator(".work__acts [data-key=p]")).to_contain_text("Urgente", timeout=SLOW)
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_contain_text("3 tickets voltaram a ser como eram.", timeout=SLOW)
    assert set(Ticket.objects.values_list("priority", flat=True)) == {3}
    expect(page.locator(".work__acts [data-key=p]")).to_contain_text("Normal", timeout=SLOW)
    page.keyboard.press("*")
    chosen(page, *numbers)
    page.keyboard.press("Escape")
    chosen(page)


def test_what_is_closed_leaves_the_list_and_comes_back_to_its_place(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 4)
    page = page_for(cast.ana)
    page.goto(OPEN)
    for ticket in (tickets[1], tickets[2]):
        page.get_by_role("checkbox", name=f"Selecionar o ticket {ticket.number}").check()
    page.keyboard.press("e")
    expect(page.locator(".qrow:visible")).to_have_count(2, timeout=SLOW)
    page.keyboard.press("j")
    opened(page, tickets[0])
    page.keyboard.press("j")
    opened(page, tickets[3])
    page.get_by_role("button", name="Desfazer").click()
    expect(page.locator(".qrow:visible a")).to_have_text([re.compile(one.subject) for one in tickets], timeout=SLOW)
    until(lambda: set(Ticket.objects.values_list("is_open", flat=True)) == {True}, page)


def test_a_range_by_shift_and_all_shown_by_mouse(cast: Cast, page_for: PageFor) -> None:
    numbers = [ticket.number for ticket in waiting(cast, 5)]
    page = page_for(cast.ana)
    page.goto(OPEN)
    boxes = page.locator(".qrow > input")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    chosen(page, *numbers[1:4])
    boxes.nth(2).click()
    chosen(page, numbers[1], numbers[3])
    page.get_by_role("checkbox", name="Selecionar todos os mostrados").click()
    chosen(page, *numbers)
    page.get_by_role("button", name="Limpar a seleção").click()
    chosen(page)


def test_many_tickets_are_followed_until_they_are_done_and_taken_back(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 7)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("*")
    chosen(page, *(ticket.number for ticket in tickets))
    page.keyboard.press("Shift+A")
    bar = page.get_by_role("progressbar", name="Alterando tickets: 0 de 7…")
    expect(bar).to_be_visible(timeout=SLOW)
    page.reload()
    expect(bar).to_be_visible(timeout=SLOW)
    run_due()
    expect(page.locator("#undo")).to_contain_text("7 tickets foram alterados.", timeout=SLOW)
    assert set(Ticket.objects.values_list("owner__username", flat=True)) == {"ana"}
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_contain_text("7 tickets voltaram a ser como eram.", timeout=SLOW)
    assert set(Ticket.objects.values_list("owner", flat=True)) == {None}


def test_what_was_refused_is_named_and_stays_chosen(cast: Cast, page_for: PageFor) -> None:
    give_right(cast.caio, "Escreve na N1", [cast.n1], Right.WRITE)
    tickets = waiting(cast, 2)
    Ticket.objects.filter(pk=tickets[1].pk).update(queue=cast.fiscal)
    page = page_for(cast.caio)
    page.goto(OPEN)
    page.keyboard.press("*")
    chosen(page, *(ticket.number for ticket in tickets))
    page.keyboard.press("Shift+A")
    expect(page.locator("#undo")).to_contain_text("1 ticket foi alterado.", timeout=SLOW)
    expect(page.locator("#list-messages")).to_have_text(
        re.compile(rf"\s*{tickets[1].number}\s+Você não pode fazer isto na fila do ticket\.\s*")
    )
    chosen(page, tickets[1].number)


def test_the_choice_outlives_what_others_do(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 3)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("j")
    opened(page, tickets[0])
    page.keyboard.press("x")
    chosen(page, tickets[0].number)
    before = places(page)
    for ticket in tickets[:2]:
        reply(ticket=ticket, by=cast.marina, as_desk=False, body="E então?", key=uuid4(), now=timezone.now())
    expect(page.locator(".talk")).to_contain_text("E então?", timeout=SLOW)
    expect(page.locator("[data-list-news]")).to_have_text(re.compile("1 novidade"), timeout=SLOW)
    chosen(page, tickets[0].number)
    assert places(page) == before
    page.locator("[data-list-news]").click()
    expect(page.locator("[data-list-news]")).to_be_hidden(timeout=SLOW)
    chosen(page, tickets[0].number)


def test_tags_and_moments_are_typed_and_sent_by_enter(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 3)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("*")
    page.keyboard.press("l")
    page.keyboard.type("SEFAZ, urgente")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("3 tickets foram alterados.", timeout=SLOW)
    assert {tag for ticket in tickets for tag in ticket.tags.values_list("tag__name", flat=True)} == {
        "SEFAZ",
        "urgente",
    }
    page.keyboard.press("*")
    page.keyboard.press("z")
    page.locator("#adiar-todos").fill("amanhã 9h")
    page.keyboard.press("Enter")
    expect(page.locator(".qrow:visible")).to_have_count(0, timeout=SLOW)
    until(lambda: Ticket.objects.filter(snoozed_until__gt=timezone.now()).count() == 3, page)


def test_two_are_joined_after_the_preview(cast: Cast, page_for: PageFor) -> None:
    older, newer = waiting(cast, 2)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("*")
    page.keyboard.press("l")
    page.get_by_role("button", name="Juntar dois tickets…").click()
    page.wait_for_url(f"**/tickets/{newer.number}/juntar/?com={older.number}")


def test_on_a_phone_the_bar_is_under_the_thumb(cast: Cast, page_for: PageFor, axe: Callable[[Page], None]) -> None:
    waiting(cast, 3)
    page = page_for(cast.ana, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(OPEN)
    page.locator(".qrow > input").first.tap()
    bar = page.locator(".bulk")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    axe(page)
    bar.locator("summary").last.tap()
    expect(page.locator("#etiquetas-todos")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_it_is_a_form(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 3)
    page = page_for(cast.ana, java_script_enabled=False)
    page.goto(OPEN)
    for ticket in tickets[:2]:
        page.get_by_role("checkbox", name=f"Selecionar o ticket {ticket.number}").check()
    page.get_by_role("button", name="Atribuir os tickets a mim").click()
    expect(page.locator("#undo")).to_contain_text("2 tickets foram alterados.")
    assert [Ticket.objects.get(pk=ticket.pk).owner for ticket in tickets] == [cast.ana, cast.ana, None]
    page.get_by_role("button", name="Desfazer").click()
    expect(page.locator("#list-messages")).to_contain_text("2 tickets voltaram a ser como eram.")
    assert set(Ticket.objects.values_list("owner", flat=True)) == {None}
