"""No page breaks a rule of axe: for a guest, a customer, an agent, an administrator; phone and wide, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.cast import Cast

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
