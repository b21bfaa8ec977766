"""What stands on every page, in the brief's names and order."""

import re
from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client

from balcao.catalog.models import Calendar
from balcao.people.models import Membership, User
from balcao.site.current import current_site, forget_site
from balcao.site.models import Site
from balcao.tickets.models import TicketPerson
from tests.cast import Cast


@pytest.fixture
def marina(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.marina)


def names(html: str, part: str) -> list[str]:
    """Accessible names of the links of a part of the page, in order."""
    inside = html.partition(f'class="{part}"')[2].partition(f"</{'nav' if part == 'dock' else 'header'}>")[0]
    inside = inside.partition('<details class="menu')[0]
    links = re.findall(r"<a\b([^>]*)>(.*?)</a>", inside, re.DOTALL)
    labels = ((re.search(r'aria-label="([^"]*)"', attributes), text) for attributes, text in links)
    return [
        " ".join(found[1].split()) if found else " ".join(re.sub("<[^>]+>", "", text).split()) for found, text in labels
    ]


def test_the_menu_has_the_briefs_names_in_its_order(marina: Client) -> None:
    shown = names(marina.get("/preferencias/").content.decode(), "masthead")
    assert shown == ["Início", "Meus Tickets", "Novo Ticket", "Buscar", "Notificações", "Preferências Pessoais"]


def test_the_phones_dock_has_whole_names(marina: Client) -> None:
    shown = names(marina.get("/preferencias/").content.decode(), "dock")
    assert shown == ["Início", "Meus Tickets", "Novo Ticket", "Preferências Pessoais"]


def test_the_desk_may_say_chamado(marina: Client) -> None:
    current_site()
    Site.objects.update(word="chamado")
    forget_site()
    shown = names(marina.get("/preferencias/").content.decode(), "masthead")
    forget_site()
    assert shown[1:3] == ["Meus Chamados", "Novo Chamado"]


def test_news_is_counted_in_the_menu_the_bell_and_the_title(cast: Cast, marina: Client) -> None:
    cast.ticket()
    TicketPerson.objects.filter(user=cast.marina).update(news_event_id=F("read_event_id") + 1)
    page = marina.get("/preferencias/").content.decode()
    assert "<title>(1) Preferências Pessoais" in page
    assert names(page, "masthead")[1] == "Meus Tickets 1 com novidade"
    assert "Notificações, 1 não lida" in names(page, "masthead")


def test_the_menu_of_the_photo_leads_where_the_person_may_go(cast: Cast, client_for: Callable[[User], Client]) -> None:
    def menu(user: User) -> str:
        return (
            client_for(user)
            .get("/preferencias/")
            .content.decode()
            .partition("menu__panel")[2]
            .partition("</details>")[0]
        )

    assert "/atendimento/" not in menu(cast.marina)
    assert "/atendimento/" in menu(cast.ana)
    assert "/administracao/" in menu(cast.alice)
    assert "/administracao/" not in menu(cast.ana)
    assert "Sair" in menu(cast.marina)


def test_who_has_two_companies_chooses_among_them_and_no_others(cast: Cast, marina: Client) -> None:
    assert 'name="organization"' not in marina.get("/preferencias/").content.decode()
    Membership.objects.create(user=cast.marina, organization=cast.borealis)
    marina.post("/empresa/", {"organization": cast.borealis.pk})
    assert marina.session["organization_id"] == cast.borealis.pk
    Membership.objects.filter(user=cast.marina, organization=cast.borealis).delete()
    marina.post("/empresa/", {"organization": cast.borealis.pk})
    assert "<small>Acme Tecnologia</small>" in marina.get("/preferencias/").content.decode()
    assert marina.get("/empresa/").status_code == 405


def test_the_front_page_says_how_to_get_credentials(cast: Cast, client: Client) -> None:
    Site.objects.update(email="suporte@balcao.example", phone="(11) 4003-1020", whatsapp="(11) 94003-1020")
    Calendar.objects.filter(is_default=False).first() or Calendar.objects.get_or_create(
        is_default=True, defaults={"name": "x"}
    )
    forget_site()
    page = client.get("/").content.decode()
    forget_site()
    assert "<h1>Portal de Atendimento</h1>" in page
    assert re.search(r'href="/entrar/"[^>]*>Login</a>', page)
    for contact in (
        "mailto:suporte@balcao.example",
        "tel:1140031020",
        "https://wa.me/5511940031020",
        "seg–sex, 8h–18h",
    ):
        assert contact in page


@pytest.mark.parametrize(
    ("accepted", "cookie", "spoken"),
    [
        ("", "", "pt-br"),
        ("es-AR,es;q=0.9", "", "es"),
        ("fr,en-GB;q=0.8,pt;q=0.7", "", "en"),
        ("pt-PT", "", "pt-br"),
        ("fr", "", "pt-br"),
        ("en", "es", "es"),
        ("en", "../../etc", "en"),
    ],
)
def test_a_guest_is_spoken_to_in_a_language_of_theirs(
    cast: Cast, client: Client, accepted: str, cookie: str, spoken: str
) -> None:
    if cookie:
        client.cookies["balcao_language"] = cookie
    page = client.get("/entrar/", headers={"accept-language": accepted} if accepted else {})
    assert f'<html lang="{spoken}"' in page.content.decode()


def test_a_guest_may_change_the_language(cast: Cast, client: Client) -> None:
    response = client.post("/idioma/", {"language": "es"}, headers={"referer": "http://testserver/entrar/?next=/novo/"})
    assert response.headers["Location"] == "/entrar/?next=/novo/"
    assert "Ingresar" in client.get("/entrar/").content.decode()
    away = client.post("/idioma/", {"language": "es"}, headers={"referer": "https://mau.example/"})
    assert away.headers["Location"] == "/"


def test_the_person_is_spoken_to_in_the_own_language_and_clock(cast: Cast, marina: Client) -> None:
    User.objects.filter(pk=cast.marina.pk).update(language="en", time_zone="America/Manaus")
    page = marina.get("/preferencias/", headers={"accept-language": "es"}).content.decode()
    assert "Personal preferences" in page
    User.objects.filter(pk=cast.marina.pk).update(language="xx", time_zone="Nowhere/City")
    assert marina.get("/preferencias/").status_code == 200


def test_pages_of_the_desk_itself_are_open_to_all(cast: Cast, client: Client, marina: Client) -> None:
    for path in ("/horario/", "/privacidade/", "/acessibilidade/"):
        assert client.get(path).status_code == marina.get(path).status_code == 200


def test_people_without_a_company_are_told_so(cast: Cast, client_for: Callable[[User], Client]) -> None:
    Membership.objects.filter(user=cast.marina).delete()
    page = client_for(cast.marina).get("/")
    assert page.status_code == 403
    assert "Seu acesso não está ligado a uma empresa" in page.content.decode()
    assert client_for(cast.ana).get("/").headers["Location"] == "/atendimento/"
    assert client_for(cast.alice).get("/").headers["Location"] == "/administracao/"
