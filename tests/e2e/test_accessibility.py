"""No page breaks a rule of axe: for a guest, a customer, an agent, an administrator; phone and wide, light and dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from balcao.mail.bad_addresses import mark_bad
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import arrive, letter, mailbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GUEST = [
    "/",
    "/entrar/",
    "/senha/esqueci/",
    "/horario/",
    "/privacidade/",
    "/acessibilidade/",
    "/ajuda/",
    "/convite/nenhum/",
    "/nada/",
]
CUSTOMER = [
    "/",
    "/tickets/",
    "/tickets/rascunhos/",
    "/tickets/?filters=1",
    "/tickets/10001/",
    "/tickets/98765/",
    "/novo/",
    "/novo/?q=nada",
    "/novo/emissor-fiscal/nota-rejeitada/",
    "/tickets/10001/enviado/",
    "/notificacoes/",
    "/preferencias/",
]
AGENT = ["/atendimento/lista/abertos/", "/atendimento/lista/vencidos/", "/atendimento/tickets/10001/"]
ADMINISTRATOR = ["/administracao/", "/administracao/people/user/", "/administracao/processes/process/"]
MAIL = [
    "incomingmail/",
    "incomingmail/?fate=all",
    "incomingmail/?q=nada",
    "incomingmail/MAIL/change/",
    "incomingmail/MAIL/discard/",
    "incomingmail/MAIL/attach/?number=10001",
    "mailbox/",
    "mailbox/add/",
    "mailbox/add/?kind=imap",
    "mailbox/BOX/change/",
    "badaddress/",
]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_every_page_keeps_the_rules(
    cast: Cast, context_for: Callable[..., BrowserContext], axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    ticket = cast.ticket()
    parts = {None: GUEST, cast.marina: CUSTOMER, cast.ana: AGENT, cast.alice: ADMINISTRATOR}
    for person, addresses in parts.items():
        page = context_for(person, viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
        for address in addresses:
            page.goto(address.replace("10001", str(ticket.number)))
            axe(page)
            too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert too_wide <= 0, f"{address} is {too_wide} px wider than {width} px"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_every_page_about_mail_keeps_the_rules(
    cast: Cast, context_for: Callable[..., BrowserContext], axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    ticket, box = (
        cast.ticket(),
        mailbox(cast.rejected, failing_since=NOW, trouble="expired", last_error="invalid_grant"),
    )
    body = "Segue.\n\nEm seg., 23 de nov. de 2026, Ana <ana@balcao.example> escreveu:\n> Olá"
    files = [("nota.xml", "application/xml", b"<nfe/>")]
    held = arrive(letter("Ouvidoria <contato@fora.example>", body, subject="Cotação", files=files), box=box)
    arrive(letter("Marina Duarte <marina@acme.example>", body), box=box)
    mark_bad("antigo@acme.example", person=None, status="5.1.1", diagnostic="550 User unknown", now=NOW)
    # axe reads sheets that others import (Django's forms.css) through a style of its own, which our policy refuses.
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    page = context_for(cast.alice, **options).new_page()
    names = {"MAIL": str(held.pk), "BOX": str(box.pk), "10001": str(ticket.number)}
    for given in MAIL:
        address = re.sub("|".join(names), lambda found: names[found[0]], given)
        page.goto(f"/administracao/mail/{address}")
        axe(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{address} is {too_wide} px wider than {width} px"
