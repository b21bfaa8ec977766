"""Nothing typed is ever lost: reloads, killed tabs, signing out, other devices, lost connections, second thoughts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from balcao.jobs.crew import Crew
from balcao.tickets.actions.close import close
from balcao.tickets.models import Draft, DraftStatus, Message, MessageKind, Ticket
from tests.cast import PASSWORD, Cast
from tests.jobs.conftest import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page
    from pytest_django.fixtures import Settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ContextFor = Callable[..., "BrowserContext"]
FORM = "/novo/emissor-fiscal/nota-rejeitada/"
WORDS = "A nota 3512 voltou com a rejeição 204, e o prazo é hoje."


@pytest.fixture
def people(live_portal: object, cast: Cast) -> Cast:
    """After the server: its database is the one that is emptied by transactions."""
    return cast


@pytest.fixture
def worker(people: Cast) -> Iterator[Crew]:
    """Somebody who releases what was sent."""
    crew = Crew(lease=timedelta(seconds=5))
    crew.start()
    yield crew
    crew.stop(within=10)


def body(page: Page) -> str:
    return page.locator("[name=f-body], [name=body]").first.input_value()


def replies() -> list[str]:
    return list(Message.objects.filter(kind=MessageKind.REPLY).values_list("body_text", flat=True))


def is_kept(words: str) -> bool:
    return any(words in draft.typed("f-body") + draft.typed("body") for draft in Draft.objects.all())


def on_this_device(page: Page, words: str) -> None:
    """Wait until the browser has kept it."""
    page.wait_for_function("words => Object.values(localStorage).some(kept => kept.includes(words))", arg=words)


def fill_form(page: Page) -> None:
    page.get_by_label("Assunto").fill("Nota 3512 rejeitada")
    page.locator("[name=f-body]").fill(WORDS)
    page.get_by_label("Erro de cadastro").check()


def test_typed_reloaded_and_still_there(people: Cast, context_for: ContextFor) -> None:
    page = context_for(people.marina).new_page()
    page.goto(FORM)
    page.locator("[name=f-body]").press_sequentially(WORDS[:20], delay=5)
    on_this_device(page, WORDS[:20])
    page.reload()
    expect(page.locator("[name=f-body]")).to_have_value(WORDS[:20])
    expect(page.get_by_text(re.compile(r"Rascunho salvo às \d\d:\d\d"))).to_be_visible()
    assert is_kept(WORDS[:20])


def test_a_form_that_came_back_with_mistakes_is_reloaded(people: Cast, context_for: ContextFor) -> None:
    page = context_for(people.marina).new_page()
    page.goto(FORM)
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Confira os campos abaixo")).to_be_visible()
    fill_form(page)
    wait_until(lambda: is_kept(WORDS))
    page.reload()
    expect(page.locator("[name=f-body]")).to_have_value(WORDS)
    expect(page.get_by_label("Assunto")).to_have_value("Nota 3512 rejeitada")
    assert Draft.objects.count() == 1


def test_a_tab_that_is_killed_before_the_server_heard_of_it(people: Cast, context_for: ContextFor) -> None:
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(FORM)
    page.route("**/rascunhos/**", lambda route: route.abort())
    page.locator("[name=f-body]").press_sequentially(WORDS[:20], delay=5)
    on_this_device(page, WORDS[:20])
    page.close(run_before_unload=False)
    assert not Draft.objects.exists()
    again = context.new_page()
    again.goto(FORM)
    expect(again.locator("[name=f-body]")).to_have_value(WORDS[:20])
    wait_until(lambda: is_kept(WORDS[:20]))


def test_it_is_on_the_server_three_seconds_after_the_last_key(people: Cast, context_for: ContextFor) -> None:
    page = context_for(people.marina).new_page()
    page.goto(FORM)
    page.locator("[name=f-body]").press_sequentially(WORDS, delay=1)
    assert not Draft.objects.exists()
    wait_until(lambda: is_kept(WORDS))


def test_signing_out_wipes_this_browser_once_the_text_is_safe(people: Cast, context_for: ContextFor) -> None:
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(FORM)
    page.locator("[name=f-body]").fill(WORDS)
    page.get_by_label("Menu de Marina Duarte").click()
    page.get_by_role("button", name="Sair", exact=True).click()
    expect(page.get_by_role("main").get_by_role("link", name="Login")).to_be_visible()
    assert is_kept(WORDS)
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('balcao.draft'))") == []
    sign_in(page, "rafael")
    page.goto(FORM)
    assert body(page) == ""
    context.clear_cookies(name="balcao_session")
    sign_in(page, "marina")
    page.goto(FORM)
    expect(page.locator("[name=f-body]")).to_have_value(WORDS)


def sign_in(page: Page, username: str) -> None:
    page.goto("/entrar/")
    page.get_by_label("E-mail ou usuário").fill(username)
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(re.compile(r"/$"))


def test_one_person_s_words_are_never_shown_to_the_next(people: Cast, context_for: ContextFor) -> None:
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(FORM)
    page.route("**/rascunhos/**", lambda route: route.abort())
    page.locator("[name=f-body]").fill(WORDS)
    on_this_device(page, WORDS)
    context.set_offline(True)
    page.close()
    context.set_offline(False)
    context.clear_cookies(name="balcao_session")
    other = context.new_page()
    sign_in(other, "rafael")
    other.goto(FORM)
    other.wait_for_timeout(3000)
    assert body(other) == ""
    assert not Draft.objects.exclude(author=people.marina).exists()


def test_another_device_is_offered_the_draft(people: Cast, context_for: ContextFor) -> None:
    desktop = context_for(people.marina).new_page()
    desktop.goto(FORM)
    fill_form(desktop)
    desktop.get_by_label("Participantes").fill("raf")
    desktop.keyboard.press("Enter")
    desktop.get_by_role("button", name="Salvar e sair").click()
    desktop.wait_for_url("**/tickets/rascunhos/**")
    expect(desktop.get_by_text("Rascunho salvo. Continue quando quiser")).to_be_visible()
    phone = context_for(people.marina, viewport={"width": 390, "height": 800}).new_page()
    phone.goto(FORM)
    assert body(phone) == ""
    expect(
        phone.get_by_text(re.compile(r"Você tem um rascunho de hoje, \d\d:\d\d, em outro aparelho."))
    ).to_be_visible()
    phone.get_by_role("link", name="Continuar").click()
    expect(phone.locator("[name=f-body]")).to_have_value(WORDS)
    assert phone.get_by_label("Erro de cadastro").is_checked()
    expect(phone.get_by_role("button", name="Retirar Rafael Nunes")).to_be_visible()
    phone.get_by_role("button", name="Enviar").last.click()
    phone.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    assert Ticket.objects.get().people.count() == 2
    assert not Draft.objects.exists()


def test_two_devices_on_one_draft_lose_no_word(people: Cast, context_for: ContextFor) -> None:
    desktop = context_for(people.marina).new_page()
    desktop.goto(FORM)
    desktop.locator("[name=f-body]").fill("Primeiro.")
    desktop.locator("[name=f-body]").blur()
    wait_until(lambda: is_kept("Primeiro."))
    key = Draft.objects.get().pk
    phone = context_for(people.marina).new_page()
    phone.goto(f"{FORM}?rascunho={key}")
    phone.locator("[name=f-body]").fill("Primeiro. No telefone.")
    phone.locator("[name=f-body]").blur()
    wait_until(lambda: is_kept("No telefone."))
    desktop.locator("[name=f-body]").fill("Primeiro. No computador.")
    desktop.locator("[name=f-body]").blur()
    bar = desktop.get_by_text("Este rascunho mudou em outra aba ou aparelho. Guardamos os dois textos.")
    expect(bar).to_be_visible()
    wait_until(lambda: is_kept("No computador."))
    assert {draft.typed("f-body") for draft in Draft.objects.all()} == {
        "Primeiro. No telefone.",
        "Primeiro. No computador.",
    }
    desktop.get_by_role("button", name="Usar o outro").click()
    assert body(desktop) == "Primeiro. No telefone."
    assert Draft.objects.count() == 2


def test_two_tabs_on_one_answer_lose_no_word(people: Cast, context_for: ContextFor) -> None:
    ticket = people.ticket()
    context = context_for(people.marina)
    one, two = context.new_page(), context.new_page()
    one.goto(f"/tickets/{ticket.number}/")
    one.get_by_label("Escreva sua resposta").fill("Segue o XML.")
    one.get_by_label("Escreva sua resposta").blur()
    wait_until(lambda: is_kept("Segue o XML."))
    two.goto(f"/tickets/{ticket.number}/")
    expect(two.get_by_label("Escreva sua resposta")).to_have_value("Segue o XML.")
    two.get_by_label("Escreva sua resposta").fill("Segue o XML. E o PDF.")
    two.get_by_label("Escreva sua resposta").blur()
    wait_until(lambda: is_kept("E o PDF."))
    one.bring_to_front()
    one.get_by_label("Escreva sua resposta").press_sequentially(" E mais.")
    one.get_by_label("Escreva sua resposta").blur()
    wait_until(lambda: is_kept("E mais."))
    assert is_kept("E o PDF.")


def test_an_answer_appears_at_once_and_is_sent_when_the_time_is_over(
    people: Cast, context_for: ContextFor, worker: Crew, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 2
    ticket = people.ticket()
    page = context_for(people.marina).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_label("Escreva sua resposta").press("Control+Enter")
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    assert body(page) == ""
    assert replies() == []
    wait_until(lambda: replies() == [WORDS])
    expect(page.get_by_role("button", name="Desfazer")).to_have_count(0)
    expect(page.locator(".message[id]", has_text=WORDS)).to_have_count(1)
    expect(page.locator("[data-outgoing]")).to_have_count(0)
    wait_until(lambda: not Draft.objects.exists())


def test_undoing_puts_text_and_files_back_into_the_box(people: Cast, context_for: ContextFor, worker: Crew) -> None:
    ticket = people.ticket()
    page = context_for(people.marina).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.set_input_files("[name=files]", {"name": "nota.txt", "mimeType": "text/plain", "buffer": b"texto"})
    page.get_by_role("button", name="Enviar").last.click()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.get_by_label("Escreva sua resposta")).to_have_value(WORDS)
    wait_until(lambda: Draft.objects.get().status == DraftStatus.WRITING)
    assert [one.file.name for one in Draft.objects.get().files.all()] == ["nota.txt"]
    page.reload()
    expect(page.get_by_label("Escreva sua resposta")).to_have_value(WORDS)
    expect(page.get_by_text("nota.txt")).to_be_visible()
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    draft = Draft.objects.get()
    assert draft.status == DraftStatus.SENDING
    assert draft.files.count() == 1
    assert replies() == []


def test_a_page_closed_within_the_time_still_sends(
    people: Cast, context_for: ContextFor, worker: Crew, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 2
    ticket = people.ticket()
    page = context_for(people.marina).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    page.close()
    wait_until(lambda: replies() == [WORDS])


def test_a_ticket_closed_within_the_time_brings_the_text_back(
    people: Cast, context_for: ContextFor, worker: Crew, settings: Settings, now: object
) -> None:
    settings.UNDO_SECONDS = 3
    ticket = people.ticket()
    page = context_for(people.marina).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    close(ticket=ticket, by=people.ana, as_desk=True, now=people.ticket().opened_at)
    expect(page.get_by_text("Este ticket foi fechado enquanto você escrevia.")).to_be_visible(timeout=15_000)
    assert body(page) == WORDS
    page.goto("/tickets/rascunhos/")
    expect(page.get_by_text("Não enviada. Este ticket foi fechado enquanto você escrevia.")).to_be_visible()
    assert replies() == []


def test_without_a_connection_the_answer_waits_and_goes_once(
    people: Cast, context_for: ContextFor, worker: Crew, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 1
    ticket = people.ticket()
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(f"/tickets/{ticket.number}/")
    context.set_offline(True)
    expect(page.get_by_text("Sem conexão. O que você escreve fica guardado aqui.")).to_be_visible()
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_text("Não enviada.")).to_be_visible()
    assert page.get_by_role("button", name="Tentar de novo").is_visible()
    context.set_offline(False)
    wait_until(lambda: replies() == [WORDS])
    expect(page.get_by_text("Sem conexão")).to_have_count(0)
    page.wait_for_timeout(3000)
    assert replies() == [WORDS]


def test_while_the_server_fails_a_ticket_is_tried_again_and_opened_once(people: Cast, context_for: ContextFor) -> None:
    page = context_for(people.marina).new_page()
    page.goto(FORM)
    fill_form(page)
    page.route("**/rascunhos/**", lambda route: route.fulfill(status=503, body="down"))
    page.get_by_role("button", name="Enviar").last.dblclick()
    expect(page.get_by_text("Não conseguimos enviar agora. Seu texto e anexos estão guardados")).to_be_visible()
    assert body(page) == WORDS
    page.unroute("**/rascunhos/**")
    page.get_by_role("button", name="Tentar já").click()
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"))
    assert Ticket.objects.count() == 1
    assert not Draft.objects.exists()


def test_a_session_that_ends_while_typing_keeps_the_text(people: Cast, context_for: ContextFor) -> None:
    ticket = people.ticket()
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill("Segue")
    Session.objects.all().delete()
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_label("Escreva sua resposta").blur()
    expect(page.get_by_text("Sua sessão terminou por segurança. O que você escreveu está guardado.")).to_be_visible()
    page.get_by_role("link", name="Entrar de novo").click()
    page.get_by_label("E-mail ou usuário").fill("marina")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(f"**/tickets/{ticket.number}/")
    expect(page.get_by_label("Escreva sua resposta")).to_have_value(WORDS)
    wait_until(lambda: is_kept(WORDS))


def test_an_expired_form_token_is_renewed_unseen(people: Cast, context_for: ContextFor) -> None:
    ticket = people.ticket()
    context = context_for(people.marina)
    page = context.new_page()
    page.goto(f"/tickets/{ticket.number}/")
    context.clear_cookies(name="balcao_csrf")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    assert Draft.objects.get().status == DraftStatus.SENDING


def test_without_a_script_everything_works_by_plain_forms(people: Cast, context_for: ContextFor) -> None:
    ticket = people.ticket()
    page = context_for(people.marina, java_script_enabled=False).new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.get_by_label("Escreva sua resposta").fill(WORDS)
    page.get_by_role("button", name="Enviar").last.click()
    assert replies() == [WORDS]
    page.goto(FORM)
    fill_form(page)
    page.get_by_role("button", name="Salvar e sair").click()
    page.get_by_role("link", name="Nota 3512 rejeitada", exact=True).click()
    assert body(page) == WORDS
    page.get_by_role("button", name="Descartar rascunho").click()
    page.get_by_role("button", name="Desfazer").click()
    expect(page.get_by_role("heading", name="Nota 3512 rejeitada")).to_be_visible()


def test_the_list_of_drafts_is_accessible(people: Cast, context_for: ContextFor, axe: Callable[[Page], None]) -> None:
    page = context_for(people.marina).new_page()
    page.goto(FORM)
    fill_form(page)
    page.get_by_role("button", name="Salvar e sair").click()
    page.wait_for_url("**/tickets/rascunhos/**")
    axe(page)
    page.goto("/tickets/")
    page.get_by_role("link", name="Rascunhos (1)").click()
    page.get_by_role("button", name="Descartar").click()
    axe(page)
    expect(page.get_by_text("Nenhum rascunho.")).to_be_visible()


def test_answers_and_notes_of_the_desk_are_kept_sent_and_taken_back_alike(
    people: Cast, context_for: ContextFor, worker: Crew, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 4
    number = people.ticket().number
    page = context_for(people.ana, viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"/atendimento/tickets/{number}/")
    note = page.get_by_label("Nota interna: só a equipe vê")
    note.fill("Só para nós.")
    note.blur()
    wait_until(lambda: is_kept("Só para nós."))
    page.reload()
    expect(note).to_have_value("Só para nós.")
    answer = page.locator("#resposta")
    answer.fill("Vejo já.")
    answer.press("Control+Enter")
    page.get_by_role("button", name="Desfazer").click()
    expect(answer).to_have_value("Vejo já.")
    assert replies() == []
    answer.press("Control+Enter")
    wait_until(lambda: replies() == ["Vejo já."])
    expect(page.locator(".message[id]", has_text="Vejo já.")).to_have_count(1)
    expect(note).to_have_value("Só para nós.")
    page.get_by_role("button", name="Salvar nota interna").click()
    wait_until(lambda: Message.objects.filter(kind=MessageKind.NOTE).count() == 1)
    wait_until(lambda: not Draft.objects.exclude(is_blank=True).exists())
