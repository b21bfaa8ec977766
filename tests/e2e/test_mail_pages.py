"""An administrator with held mail, in a real browser; and nothing that stands in a mail ever runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from balcao.mail.models import Fate, IncomingMail
from tests.cast import Cast
from tests.lib.xss import VECTORS
from tests.mail.incoming.letters import arrive, letter, mailbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/administracao/mail/incomingmail/"
STRANGER = "Ouvidoria <contato@fora.example>"
SLOW = 15_000
ALIEN = "#content :is(img, iframe, object, embed, script, style, video, audio, svg:not(.icon), [onclick], [onload])"


def test_a_held_mail_is_let_in_and_becomes_a_ticket(cast: Cast, page_for: Callable[..., Page]) -> None:
    arrive(letter(STRANGER, "Quero uma cotação.", subject="Cotação"), box=mailbox(cast.rejected))
    page = page_for(cast.alice)
    page.goto("/administracao/")
    page.get_by_role("link", name="Revisar").click()
    expect(page.get_by_role("link", name="Para revisar (1)")).to_have_attribute("aria-current", "page", timeout=SLOW)
    page.get_by_role("link", name="Cotação").click()
    expect(page.get_by_text("Ninguém aqui conhece o remetente.")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Liberar").click()
    expect(page.locator(".verdict__fate")).to_contain_text("Virou ticket", timeout=SLOW)
    mail = IncomingMail.objects.select_related("ticket").get()
    assert mail.ticket is not None
    page.locator(".verdict__fate a").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
    assert page.url.endswith(f"/administracao/tickets/ticket/{mail.ticket_id}/change/")


def test_a_mail_is_put_on_a_ticket_after_a_look_at_it(cast: Cast, page_for: Callable[..., Page]) -> None:
    ticket = cast.ticket()
    arrive(letter(STRANGER, "Sobre a nota 3512.", subject="Nota"), box=mailbox(cast.rejected))
    page = page_for(cast.alice, viewport={"width": 390, "height": 844})
    page.goto(LIST)
    page.get_by_role("link", name="Nota").click()
    page.get_by_role("link", name="Anexar a um ticket").click()
    page.get_by_label("Número do ticket").fill("98765")
    page.get_by_role("button", name="Conferir").click()
    expect(page.get_by_text("Não há ticket com este número.")).to_be_visible(timeout=SLOW)
    page.get_by_label("Número do ticket").fill(str(ticket.number))
    page.get_by_role("button", name="Conferir").click()
    expect(page.locator(".foundticket")).to_contain_text("Marina Duarte", timeout=SLOW)
    page.get_by_role("button", name=f"Anexar ao ticket {ticket.number}").click()
    expect(page.locator(".verdict__fate")).to_contain_text(str(ticket.number), timeout=SLOW)
    assert IncomingMail.objects.get().fate == Fate.NOTE


def test_several_are_discarded_after_one_question(cast: Cast, page_for: Callable[..., Page]) -> None:
    box = mailbox(cast.rejected)
    for number in range(3):
        arrive(letter(f"p{number}@fora.example", "Compre já.", subject=f"Oferta {number}"), box=box)
    page = page_for(cast.alice)
    page.goto(LIST)
    page.get_by_label("Escolher Oferta 0").check()
    page.get_by_label("Escolher Oferta 2").check()
    page.get_by_role("button", name="Descartar…").click()
    expect(page.get_by_role("heading", name="Descartar 2 e-mails?")).to_be_visible(timeout=SLOW)
    page.get_by_label("Por quê").fill("Propaganda")
    page.get_by_role("button", name="Descartar", exact=True).click()
    expect(page.get_by_text("2 e-mails foram descartados.")).to_be_visible(timeout=SLOW)
    left = set(IncomingMail.objects.filter(fate=Fate.HELD).values_list("subject", flat=True))
    assert left == {"Oferta 1"}


def test_nothing_in_a_mail_runs_or_loads_anything(cast: Cast, page_for: Callable[..., Page]) -> None:
    """Text, HTML, subject, names of people and files, headers: each holds what became script in other programs."""
    box = mailbox(cast.rejected)
    lines = [" ".join(vector.split()).replace("\x00", "") for vector in VECTORS]
    for start in range(0, len(lines), 12):
        some = lines[start : start + 12]
        arrive(
            letter(
                f'"{some[0][:80].replace(chr(34), chr(39))}" <contato@fora.example>',
                "\n".join(some) + "\n\n> " + "\n> ".join(some),
                subject=f"Oi {some[1][:150]}" if len(some) > 1 else "Oi",
                html="<p>Oi</p>" + "".join(some),
                files=[(f"{line[:60]}.svg", "image/svg+xml", line.encode()) for line in some[:3]],
                x_odd=some[-1][:200],
            ),
            box=box,
        )
    page = page_for(cast.alice)
    page.add_init_script("window.hits = 0; window.hit = () => { window.hits += 1; };")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    mails = list(IncomingMail.objects.values_list("pk", flat=True))
    for address in [f"{LIST}?fate=all", *(f"{LIST}{pk}/change/" for pk in mails)]:
        page.goto(address)
        expect(page.locator("#content h1")).to_be_visible(timeout=SLOW)
        page.evaluate("document.querySelectorAll('#content details').forEach((fold) => { fold.open = true; })")
        assert page.evaluate("[window.hits, document.querySelectorAll(" + repr(ALIEN) + ").length]") == [0, 0], address
    ours = page.url.split("/administracao")[0]
    assert [url for url in asked if not url.startswith((f"{ours}/", "data:", "blob:"))] == []
