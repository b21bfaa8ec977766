"""Attachments as they are sent from a browser: ahead of their form, over cut connections and reloads, once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from balcao.files.models import StoredFile, Upload
from balcao.tickets.actions.release_draft import release_draft
from balcao.tickets.models import Attachment, Draft, DraftFile, Ticket
from tests.browser import until
from tests.cast import Cast
from tests.files.test_store import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
MEGABYTE = 1024 * 1024
FURTHER = "part => document.querySelector('#responder progress').value > part"


def noise(size: int) -> bytes:
    """Bytes that look alike nowhere: a piece in the wrong place would show."""
    seeds = range(size // 32 + 1)
    return b"".join(hashlib.sha256(seed.to_bytes(8, "big")).digest() for seed in seeds)[:size]


def ticket_page(cast: Cast, page_for: OpenPage, **options: object) -> tuple[Ticket, Page]:
    ticket = cast.ticket()
    page = page_for(cast.marina, **options)
    page.goto(f"/tickets/{ticket.number}/")
    return ticket, page


def chosen(page: Page, *files: Path) -> None:
    page.locator("#responder input[type=file]").set_input_files(files)


def slowly(page: Page, milliseconds: int = 400) -> None:
    """Each piece takes so long."""

    def late(route: object) -> None:
        # A page that has gone on to the next does not wait for its last piece.
        with suppress(Error):
            page.wait_for_timeout(milliseconds)
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/arquivos/envios/*/", late)


def sha(file: StoredFile) -> str:
    with default_storage.open(file.key) as source:
        return hashlib.sha256(source.read()).hexdigest()


def let_go(ticket: Ticket) -> None:
    """What was sent can no longer be taken back: it becomes the message."""
    for draft in Draft.objects.filter(ticket=ticket):
        release_draft(key=draft.pk, now=timezone.now() + timedelta(seconds=11))


def test_five_megabytes_over_a_cut_connection_and_a_reload_are_one_identical_file(
    cast: Cast, page_for: OpenPage, tmp_path: Path
) -> None:
    content = noise(5 * MEGABYTE)
    paper = tmp_path / "lote-novembro.bin"
    paper.write_bytes(content)
    ticket, page = ticket_page(cast, page_for)
    page.get_by_label("Escreva sua resposta").fill("Segue o lote.")
    slowly(page)
    chosen(page, paper)
    row = page.locator("#responder .file--up")
    expect(row.locator("small")).to_contain_text(re.compile(r"\d\s%"))
    page.wait_for_function(FURTHER, arg=0.05)
    page.context.set_offline(True)
    expect(row).to_contain_text("Sem conexão. Continua sozinho quando voltar")
    page.context.set_offline(False)
    before = Upload.objects.get().received
    assert 0 < before < len(content)
    page.wait_for_function(
        "value => document.querySelector('#responder progress').value > value", arg=before / len(content)
    )
    page.reload()
    assert Upload.objects.get().file is None
    expect(row).to_contain_text("lote-novembro.bin")
    expect(page.locator("#responder .file--done")).to_be_visible(timeout=60_000)
    page.get_by_label("Escreva sua resposta").fill("Segue o lote.")
    page.get_by_role("button", name=re.compile("Enviar")).click()
    expect(page.locator(".message").last).to_contain_text("lote-novembro.bin")
    stored = StoredFile.objects.get()
    assert (sha(stored), stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    let_go(ticket)
    assert [attachment.file for attachment in Attachment.objects.filter(message__ticket=ticket)] == [stored]
    # It is on the ticket: the empty box does not offer it again.
    expect(page.locator("#responder .file--up")).to_have_count(0)


def test_sending_waits_for_what_is_on_its_way(cast: Cast, page_for: OpenPage, tmp_path: Path) -> None:
    papers = [tmp_path / name for name in ("um.bin", "dois.bin", "tres.bin")]
    for number, paper in enumerate(papers):
        paper.write_bytes(noise(300_000 + number))
    ticket, page = ticket_page(cast, page_for)
    slowly(page, 300)
    chosen(page, *papers)
    page.get_by_label("Escreva sua resposta").fill("Três arquivos.")
    page.get_by_role("button", name=re.compile("Enviar")).click()
    expect(page.get_by_role("button", name=re.compile(r"Enviaremos assim que terminar \(\d de 3\)"))).to_be_visible()
    expect(page.locator(".message").last).to_contain_text("Três arquivos.", timeout=40_000)
    page.unroute_all(behavior="ignoreErrors")
    let_go(ticket)
    names = Attachment.objects.filter(message__ticket=ticket).order_by("pk").values_list("file__name", flat=True)
    assert list(names) == ["um.bin", "dois.bin", "tres.bin"]


def test_a_cancelled_file_leaves_nothing_and_twice_the_same_is_told(
    cast: Cast, page_for: OpenPage, tmp_path: Path
) -> None:
    paper, copy = tmp_path / "nota.bin", tmp_path / "copia.bin"
    paper.write_bytes(noise(400_000))
    copy.write_bytes(noise(400_000))
    _ticket, page = ticket_page(cast, page_for)
    slowly(page)
    chosen(page, paper)
    page.get_by_role("button", name="Cancelar nota.bin").click()
    expect(page.locator("#responder .file--up")).to_have_count(0)
    page.unroute_all(behavior="wait")
    chosen(page, paper)
    expect(page.locator("#responder .file--done")).to_have_count(1)
    chosen(page, copy)
    expect(page.get_by_role("alert").filter(has_text="copia.bin já anexado.")).to_be_visible()
    expect(page.locator("#responder .file--up")).to_have_count(1)
    # The draft holds it by now, and lets go of it.
    until(DraftFile.objects.exists, page)
    page.get_by_role("button", name="Retirar nota.bin").click()
    expect(page.locator("#responder .file--up")).to_have_count(0)
    until(lambda: (Upload.objects.count(), StoredFile.objects.count()) == (0, 0), page)


PASTE = """([area, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_screenshot_is_pasted_into_the_text_and_comes_along(cast: Cast, page_for: OpenPage) -> None:
    ticket, page = ticket_page(cast, page_for)
    area = page.get_by_label("Escreva sua resposta")
    area.fill("Veja a tela.")
    page.evaluate(PASTE, [area.element_handle(), list(photo("PNG"))])
    expect(page.locator("#responder .file--done b")).to_have_text(re.compile(r"captura-\d{4}-\d\d-\d\d-\d{4}\.png"))
    page.get_by_role("button", name=re.compile("Enviar")).click()
    expect(page.locator(".message").last).to_contain_text("captura-")
    let_go(ticket)
    file = Attachment.objects.get(message__ticket=ticket).file
    assert file.content_type == "image/png"


def test_a_refused_file_says_why_and_the_form_waits_for_a_decision(
    cast: Cast, page_for: OpenPage, tmp_path: Path, settings: object
) -> None:
    paper, empty = tmp_path / "nota.bin", tmp_path / "vazio.txt"
    paper.write_bytes(noise(1000))
    empty.touch()
    settings.UPLOADS_PER_HOUR = 0  # type: ignore[attr-defined]
    _ticket, page = ticket_page(cast, page_for)
    chosen(page, empty)
    expect(page.get_by_role("alert").filter(has_text="O arquivo vazio.txt está vazio.")).to_be_visible()
    chosen(page, paper)
    expect(page.locator("#responder .file--failed")).to_contain_text("Você enviou muitos arquivos na última hora.")
    page.get_by_label("Escreva sua resposta").fill("Sem o arquivo.")
    page.get_by_role("button", name=re.compile("Enviar")).click()
    expect(page.get_by_role("alert").filter(has_text="nota.bin não foi enviado.")).to_be_visible()
    page.get_by_role("button", name="Retirar nota.bin").click()
    page.get_by_role("button", name=re.compile("Enviar")).click()
    expect(page.locator(".message").last).to_contain_text("Sem o arquivo.")


def test_signing_out_leaves_no_file_in_the_browser(cast: Cast, page_for: OpenPage, tmp_path: Path) -> None:
    paper = tmp_path / "nota.bin"
    paper.write_bytes(noise(400_000))
    _ticket, page = ticket_page(cast, page_for)
    page.route("**/arquivos/envios/*/", lambda route: route.abort())
    chosen(page, paper)
    expect(page.locator("#responder .file--up")).to_contain_text("Sem conexão")
    kept = "async () => (await indexedDB.databases()).map(one => one.name).includes('balcao-files')"
    assert page.evaluate(kept)
    page.evaluate("document.querySelector('form[action$=\"/sair/\"] button').click()")
    page.wait_for_url(lambda url: "tickets" not in url)
    assert not page.evaluate(kept)


def test_a_telephone_offers_its_camera_and_the_form_works_there(cast: Cast, page_for: OpenPage, tmp_path: Path) -> None:
    page = page_for(cast.marina, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/novo/emissor-fiscal/nota-rejeitada/")
    camera = page.get_by_role("button", name="Tirar foto").first
    expect(camera).to_be_visible()
    page.evaluate(
        """() => { const make = document.createElement.bind(document);
        document.createElement = (name) => { const made = make(name);
          if (name === "input") { made.click = () => { window.asked = made.outerHTML; }; } return made; }; }"""
    )
    camera.click()
    assert 'capture="environment"' in page.evaluate("window.asked")
    picture = tmp_path / "foto.jpg"
    picture.write_bytes(photo())
    page.locator("input[type=file]").first.set_input_files(picture)
    expect(page.locator(".file--done").first).to_contain_text("foto.jpg")
    expect(page.locator(".file--done img").first).to_be_visible()
