"""Ajuda: the same manual in three languages, with pictures of each, for everybody."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from balcao.front.help import PICTURES, pictures_of

LANGUAGES = [code for code, _name in settings.LANGUAGES]
pytestmark = pytest.mark.django_db


def page_in(language: str) -> str:
    client = Client()
    client.cookies["balcao_language"] = language
    response = client.get("/ajuda/")
    assert response.status_code == 200
    return response.content.decode()


def outline(page: str) -> list[str]:
    """Chapters, smaller headings and pictures, in their order."""
    found = re.findall(r'<section id="([a-z-]+)" class="help__chapter|<(h3)>|front/help/[a-z-]+/([a-z]+)\b', page)
    return ["".join(one) for one in found]


def test_the_three_languages_have_the_same_chapters_and_pictures() -> None:
    first, *others = (outline(page_in(language)) for language in LANGUAGES)
    assert set(first) >= set(PICTURES)
    assert others == [first] * len(others)


def test_the_chapters_of_the_brief_come_in_its_order() -> None:
    titles = re.findall(r'<section id="[a-z-]+" class="help__chapter"><h2>(.*?)</h2>', page_in("pt-br"))
    assert titles[:7] == [
        "Receber credenciais de acesso",
        "1. Autenticação",
        "2. Página inicial",
        "3. Abrir um novo ticket",
        "4. Acompanhar um ticket",
        "5. Tickets fechados",
        "6. Interagir com o ticket",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chapter_is_in_the_table_of_contents_and_each_picture_is_small(language: str) -> None:
    page = page_in(language)
    listed = re.findall(r'<li><a href="#([a-z-]+)">', page)
    assert [*listed, "contato"] == re.findall(r'<section id="([a-z-]+)" class="help__chapter', page)
    for path in pictures_of(language).values():
        file = finders.find(path)
        assert file, path
        assert Path(file).stat().st_size <= 60_000, path
        with Image.open(file) as picture:
            assert picture.size == (1200, 750), path


def test_every_page_leads_to_it() -> None:
    for address in ("/", "/entrar/", "/horario/"):
        assert 'href="/ajuda/"' in Client().get(address).content.decode(), address
