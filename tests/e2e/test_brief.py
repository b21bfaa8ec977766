"""The brief, chapter by chapter, in a real browser: the walk that the product is made of."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from balcao.jobs.crew import Crew
from balcao.site.current import forget_site
from balcao.site.models import Site
from balcao.tickets.models import Message, MessageKind, Ticket
from tests.cast import PASSWORD, Cast
from tests.jobs.conftest import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], None]


@pytest.fixture
def desk(cast: Cast) -> Cast:
    """The cast, and contacts of the Service Desk for who has no credentials."""
    Site.objects.update(name="Service Desk", email="suporte@balcao.example", phone="(11) 4003-1020")
    forget_site()
    return cast


@pytest.fixture
def worker(desk: Cast) -> Iterator[Crew]:
    """Releases what was sent when the seconds to undo it are over."""
    crew = Crew(lease=timedelta(seconds=5))
    crew.start()
    yield crew
    crew.stop(within=10)


@pytest.mark.usefixtures("worker")
def test_the_brief_from_credentials_to_the_closed_ticket(
    desk: Cast, page: Page, page_for: Callable[..., Page], axe: Axe, tmp_path: Path
) -> None:
    ask_for_credentials(page, axe)
    chapter_1_authentication(page, axe)
    chapter_2_home(page, axe)
    chapter_3_open_a_ticket(page, axe)
    number = Ticket.objects.get().number
    ana = page_for(desk.ana)
    chapter_4_follow(page, ana, number, axe)
    chapter_6_interact(page, number, tmp_path)
    chapter_5_closed(page, ana, number, axe)


def ask_for_credentials(page: Page, axe: Axe) -> None:
    """«Receber credenciais de acesso ao Portal de Atendimento … junto ao Service Desk»."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="Portal de Atendimento")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="suporte@balcao.example")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="(11) 4003-1020")).to_be_visible()
    axe(page)


def chapter_1_authentication(page: Page, axe: Axe) -> None:
    """«Ao acessar o Portal de Atendimento, clique em Login. O login requer credenciais.»"""
    page.get_by_role("main").get_by_role("link", name="Login").click()
    axe(page)
    page.get_by_label("E-mail ou usuário").fill("marina@acme.example")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()


def chapter_2_home(page: Page, axe: Axe) -> None:
    """«… será direcionado para a página inicial. No menu superior, você encontrará …», in that order."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marina")
    header = page.get_by_role("banner")
    places = {
        name: header.get_by_role("link", name=name).first.bounding_box()
        for name in ("Meus Tickets", "Novo Ticket", "Notificações", "Preferências Pessoais")
    }
    starts = [box["x"] for box in places.values() if box is not None]
    assert len(starts) == len(places)
    assert starts == sorted(starts)
    axe(page)


def chapter_3_open_a_ticket(page: Page, axe: Axe) -> None:
    """Novo Ticket → the tool → its process → «Descrição do Diálogo»."""
    page.get_by_role("banner").get_by_role("link", name="Novo Ticket").click()
    axe(page)
    # Acme's tools have one process each here: the row goes straight to it, and nothing on it looks forbidden.
    page.get_by_role("link", name="Emissor Fiscal").click()
    expect(page.get_by_role("heading", name="Descrição do Diálogo")).to_be_visible()
    axe(page)
    page.get_by_label("Assunto").fill("Nota 3512 rejeitada")
    page.get_by_label("Descrição", exact=True).fill("A nota 3512 voltou com a **rejeição 204**.")
    number = page.get_by_label("Número da nota")
    expect(number).to_be_hidden()
    page.get_by_text("204 · Duplicidade de NF-e").click()
    number.fill("3512")
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_role("heading", level=1, name="Ticket aberto")).to_be_visible()
    axe(page)


def chapter_4_follow(page: Page, ana: Page, number: int, axe: Axe) -> None:
    """«estado, número, processo (ferramenta), atividade»; bold and the bell mean that the desk answered."""
    ana.goto(f"/atendimento/tickets/{number}/")
    ana.get_by_label("Responder ao cliente").fill("Oi, Marina. Vou consultar a chave.")
    ana.get_by_role("button", name="Enviar ao cliente (1 pessoa)").click()
    expect(ana.get_by_text("Vou consultar a chave.")).to_be_visible()
    axe(ana)
    answers = Message.objects.filter(kind=MessageKind.REPLY, is_from_desk=True)
    wait_until(lambda: answers.count() == 1, seconds=30)

    page.get_by_role("banner").get_by_role("link", name="Meus Tickets").click()
    for tab in ("Todos", "Abertos", "Fechados"):
        expect(page.get_by_role("navigation").get_by_role("link", name=tab).first).to_be_visible()
    row = page.get_by_role("row", name="Nota 3512 rejeitada")
    for cell in ("Em atendimento", str(number), "Nota fiscal rejeitada pela SEFAZ", "Emissor Fiscal", "Análise"):
        expect(row.get_by_text(cell).first).to_be_visible()
    expect(row.get_by_text("nova resposta").first).to_be_attached()
    weight = row.get_by_role("link", name="Nota 3512 rejeitada").evaluate("link => getComputedStyle(link).fontWeight")
    assert int(weight) >= 600
    expect(page.get_by_role("banner").get_by_role("link", name="Notificações, 1 não lida")).to_be_visible()
    axe(page)

    row.get_by_role("link", name="Nota 3512 rejeitada").click()
    facts = page.get_by_role("complementary")
    for fact in ("Emissor Fiscal", "Nota fiscal rejeitada pela SEFAZ", "Análise", "Em atendimento"):
        expect(facts.get_by_text(fact).first).to_be_visible()
    axe(page)
    page.get_by_role("banner").get_by_role("link", name="Meus Tickets").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Notificações", exact=True)).to_be_visible()


def chapter_6_interact(page: Page, number: int, tmp_path: Path) -> None:
    """«Abaixo das informações solicitadas, você encontrará um campo para digitar sua resposta, com … arquivos»."""
    page.goto(f"/tickets/{number}/")
    answers = page.get_by_role("heading", name="Informações enviadas").bounding_box()
    box = page.get_by_label("Escreva sua resposta")
    place = box.bounding_box()
    assert answers is not None
    assert place is not None
    assert answers["y"] < place["y"]
    paper = tmp_path / "chave.txt"
    paper.write_text("3526 1114")
    box.fill("Segue a chave da nota.")
    page.locator("input[type=file][name=files]").set_input_files(paper)
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Segue a chave da nota.")).to_be_visible()
    expect(page.get_by_role("button", name="Desfazer")).to_be_visible()
    sent = Message.objects.filter(kind=MessageKind.REPLY, is_from_desk=False)
    wait_until(lambda: sent.count() == 1, seconds=30)
    expect(page.get_by_role("button", name="Desfazer")).to_have_count(0)
    expect(page.get_by_role("link", name="chave.txt").first).to_be_visible()
    assert sent.count() == 1


def chapter_5_closed(page: Page, ana: Page, number: int, axe: Axe) -> None:
    """«Os chamados finalizados ficam registrados na seção de "Tickets Fechados"», with the whole history."""
    ana.goto(f"/atendimento/tickets/{number}/")
    ana.get_by_role("link", name="Registrar solução").click()
    ana.get_by_label("Descrição").fill("A nota duplicada foi inutilizada.")
    ana.get_by_role("button", name="Marcar como resolvido").click()
    page.goto(f"/tickets/{number}/")
    page.get_by_role("button", name="Sim, fechar").click()
    page.get_by_role("banner").get_by_role("link", name="Meus Tickets").click()
    page.get_by_role("navigation").get_by_role("link", name="Fechados").click()
    page.get_by_role("row", name="Nota 3512 rejeitada").get_by_role("link").click()
    for said in ("Vou consultar a chave.", "Segue a chave da nota.", "A nota duplicada foi inutilizada."):
        expect(page.get_by_text(said).first).to_be_visible()
    expect(page.get_by_text("Fechado").first).to_be_visible()
    axe(page)


def test_a_ticket_is_opened_with_the_keyboard_alone(desk: Cast, page_for: Callable[..., Page]) -> None:
    page = page_for(desk.marina)
    page.goto("/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/novo/$"))
    page.keyboard.type("nota fis")
    expect(page.get_by_role("option").first).to_contain_text("Nota fiscal rejeitada")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Descrição do Diálogo")).to_be_visible()
    tab_to(page, "Assunto")
    page.keyboard.type("Nota 77 rejeitada")
    tab_to(page, "Descrição")
    page.keyboard.type("Voltou de novo.")
    tab_to(page, "Erro de cadastro")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1, name="Ticket aberto")).to_be_visible()
    assert Ticket.objects.get().subject == "Nota 77 rejeitada"


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the control with this label has the focus."""
    wanted = page.get_by_label(label, exact=True)
    for _press in range(40):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{label} is not reached with the keyboard.")
