"""A morning at the desk without a mouse: triage, answers, views, and two agents on the same ticket."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from balcao.jobs.worker import run_due
from balcao.people.models import User
from balcao.tickets.models import CannedAnswer, Draft, DraftStatus, Macro, Message, Right, SavedView, State, Ticket
from tests.browser import until
from tests.cast import Cast, agent, give_right

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
    """The ticket stands in the work area and is the one marked in the list."""
    expect(page.locator(f".work[data-number='{ticket.number}']")).to_be_visible(timeout=SLOW)
    expect(page.locator(f".qrow[data-row='{ticket.number}'][aria-current]")).to_have_count(1)


def walk(page: Page, tickets: list[Ticket], key: str = "") -> None:
    """On to each of them by `j`, with a key pressed on each."""
    for ticket in tickets:
        page.keyboard.press("j")
        opened(page, ticket)
        if key:
            page.keyboard.press(key)


def test_twenty_tickets_are_sorted_answered_and_closed_by_keys_alone(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 20)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.evaluate("document.querySelector('.queue').dataset.same = 'yes'")
    # Three are none of ours: chosen one by one, closed together.
    walk(page, tickets[:3], "x")
    expect(page.locator("[data-count]")).to_have_text("3 selecionados")
    page.keyboard.press("e")
    expect(page.locator(".qrow:visible")).to_have_count(17, timeout=SLOW)
    # Three are answered, each leading to the next.
    page.keyboard.press("j")
    for number, ticket in enumerate(tickets[3:6]):
        opened(page, ticket)
        page.keyboard.press("r")
        expect(page.locator("#resposta")).to_be_focused()
        page.keyboard.type(f"Resposta {number}")
        page.keyboard.press("Control+Shift+Enter")
    opened(page, tickets[6])
    page.locator(".work").focus()
    # The rest is ours: a range by Shift, handed over in one go.
    page.keyboard.press("x")
    walk(page, tickets[7:])
    page.keyboard.press("Shift+X")
    expect(page.locator("[data-count]")).to_have_text("14 selecionados")
    page.keyboard.press("Shift+A")
    expect(page.locator("#undo progress")).to_be_visible(timeout=SLOW)
    run_due()
    expect(page.locator("#undo")).to_contain_text("14 tickets foram alterados.", timeout=SLOW)
    assert page.evaluate("document.querySelector('.queue').dataset.same") == "yes"
    assert set(Ticket.objects.filter(is_open=False)) == set(tickets[:3])
    assert set(Ticket.objects.filter(owner=cast.ana)) == set(tickets[6:])
    until(lambda: answered(tickets[3:6]) == ["Resposta 0", "Resposta 1", "Resposta 2"], page)


def answered(tickets: list[Ticket]) -> list[str]:
    """What is on its way to the customer, or there already (a slow machine takes longer than ten seconds)."""
    said = []
    for ticket in tickets:
        draft = Draft.objects.filter(ticket=ticket, status=DraftStatus.SENDING).first()
        sent = Message.objects.filter(ticket=ticket, is_from_desk=True).order_by("-id").first()
        said.append(draft.payload["body"][0] if draft else sent.body_text.strip() if sent else "")
    return said


def test_a_ready_answer_is_put_in_by_a_slash_and_a_message_is_quoted(cast: Cast, page_for: PageFor) -> None:
    texts = {"pt-br": "Olá, {requester.first_name}. O nº {ticket.number} está com {agent.first_name}."}
    CannedAnswer.objects.create(shortcut="ola", title="Saudação", texts=texts)
    CannedAnswer.objects.create(shortcut="fim", title="Despedida", texts={"pt-br": "Até logo."})
    ticket = cast.ticket()
    page = page_for(cast.ana)
    page.goto(f"/atendimento/tickets/{ticket.number}/?lista=abertos")
    page.keyboard.press("r")
    page.keyboard.type("/sauda")
    expect(page.locator(".canned [role=option]")).to_have_count(1, timeout=SLOW)
    page.keyboard.press("Enter")
    said = f"Olá, Marina. O nº {ticket.number} está com Ana."
    expect(page.locator("#resposta")).to_have_value(said)
    page.get_by_role("button", name="Citar").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#resposta")).to_have_value(f"{said}\n\n> A nota 3512 voltou com a rejeição 204.\n\n")
    expect(page.locator("#resposta")).to_be_focused()


def test_a_view_is_made_of_filters_and_kept_for_oneself_or_for_all(
    cast: Cast, page_for: PageFor, axe: Callable[[Page], None]
) -> None:
    urgent, usual = waiting(cast, 2)
    Ticket.objects.filter(pk=urgent.pk).update(priority=5)
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("f")
    picker = page.locator("select[name=prioridade]")
    expect(picker).to_be_visible(timeout=SLOW)
    axe(page)
    for name, is_shared in (("Só minha", False), ("De todos", True)):
        picker.focus()
        picker.select_option("5")
        page.get_by_role("button", name="Filtrar", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.locator(".qrow")).to_have_count(1, timeout=SLOW)
        page.locator(".sievebox summary").focus()
        page.keyboard.press("Enter")
        axe(page)
        page.get_by_label("Nome").focus()
        page.keyboard.type(name)
        if is_shared:
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.get_by_role("button", name="Salvar visão").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=name)).to_be_visible(timeout=SLOW)
        page.goto(f"{OPEN}?filtros=1")
    assert set(SavedView.objects.values_list("name", "is_shared", "query")) == {
        ("Só minha", False, "prioridade=5"),
        ("De todos", True, "prioridade=5"),
    }
    other = page_for(cast.bia)
    other.goto(OPEN)
    expect(other.get_by_role("link", name="De todos")).to_be_visible()
    expect(other.get_by_role("link", name="Só minha")).to_have_count(0)
    page.get_by_role("link", name="Só minha").click()
    expect(page.locator(".qrow")).to_have_count(1, timeout=SLOW)
    expect(page.locator(".qrow a")).to_have_text(re.compile(urgent.subject))
    assert usual.pk != urgent.pk


@pytest.mark.parametrize("width", [390, 1440])
def test_the_filters_and_a_macro_keep_the_rules(
    cast: Cast, page_for: PageFor, axe: Callable[[Page], None], width: int
) -> None:
    macro = Macro.objects.create(name="Conferir", steps=[{"do": "assign", "to": "me"}, {"do": "close"}])
    ticket = cast.ticket()
    page = page_for(cast.ana, viewport={"width": width, "height": 900}, color_scheme="dark")
    for address in (
        f"{OPEN}?filtros=1&prioridade=3",
        f"/atendimento/tickets/{ticket.number}/macros/{macro.pk}/",
        "/atendimento/clientes/?q=acme",
        "/atendimento/relatorios/",
    ):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_next_best_ticket_is_one_key_away(cast: Cast, page_for: PageFor) -> None:
    tickets = waiting(cast, 3)
    Ticket.objects.filter(pk=tickets[2].pk).update(due_at=timezone.now() + timedelta(minutes=5))
    page = page_for(cast.ana)
    page.goto(OPEN)
    page.keyboard.press("n")
    expect(page.locator(f".work[data-number='{tickets[2].number}']")).to_be_visible(timeout=SLOW)


def test_closing_by_a_key_is_taken_back_by_keys(cast: Cast, page_for: PageFor) -> None:
    ticket = cast.ticket()
    page = page_for(cast.ana)
    page.goto(OPEN)
    walk(page, [ticket])
    page.keyboard.press("e")
    expect(page.locator("#undo")).to_contain_text(f"O ticket {ticket.number} foi fechado.", timeout=SLOW)
    assert not Ticket.objects.get().is_open
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_contain_text("1 ticket voltou a ser como era.", timeout=SLOW)
    assert Ticket.objects.get().is_open
    expect(page.locator(".work__acts [data-key=e]")).to_be_visible(timeout=SLOW)


def test_two_who_change_the_same_thing_are_asked_and_other_changes_stand(cast: Cast, page_for: PageFor) -> None:
    zoe: User = agent("zoe", "Zoé Prado")
    give_right(zoe, "Segunda equipe", [cast.n1], Right.ASSIGN)
    ticket = cast.ticket()
    ana, other = page_for(cast.ana), page_for(zoe)
    # The first page stays as it was: nobody tells it what happened meanwhile.
    ana.route("**/live/**", lambda route: route.abort())
    for page in (ana, other):
        page.goto(f"/atendimento/tickets/{ticket.number}/?lista=abertos")
    chosen(other, "s", "Aguardando terceiros")
    expect(other.locator("#undo")).to_contain_text("Aguardando terceiros", timeout=SLOW)
    chosen(other, "p", "Urgente")
    expect(other.locator("#undo")).to_contain_text("Urgente", timeout=SLOW)
    chosen(ana, "s", "Resolvido")
    question = ana.get_by_role("alert").filter(has_text="Zoé Prado")
    expect(question).to_contain_text("Aguardando terceiros", timeout=SLOW)
    assert Ticket.objects.get().state == State.objects.get(slug="aguardando-terceiros")
    question.get_by_role("button", name="Mudar para “Resolvido” assim mesmo").focus()
    ana.keyboard.press("Enter")
    expect(ana.locator("#undo")).to_contain_text("Resolvido", timeout=SLOW)
    now = Ticket.objects.get()
    assert (now.state.slug, now.priority) == ("resolvido", 5)


def chosen(page: Page, key: str, name: str) -> None:
    """Something of the menu behind a key, by keys."""
    page.keyboard.press(key)
    wished = page.locator(".work .menu[open]").get_by_role("button", name=name, exact=True)
    expect(wished).to_be_visible(timeout=SLOW)
    for _step in range(20):
        if wished.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
