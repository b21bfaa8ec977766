"""Pages for the tests of behaviours, served to a real browser without a server or a database."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.utils import timezone, translation

from balcao.ui.gallery import GalleryForm, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

ORIGIN = "http://balcao.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)

OpenPage = Callable[..., "Page"]


class Pages:
    """What a page is made of, and what it asked for."""

    def __init__(self) -> None:
        self.html = ""
        self.posts: list[Request] = []

    def answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(ORIGIN).partition("?")[0]
        if request.method == "POST":
            self.posts.append(request)
            route.fulfill(status=204)
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert isinstance(found, str), path
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def open_page(browser: Browser, pages: Pages) -> Iterator[OpenPage]:
    """`open_page(source, width=1280, **values)`: the source is the main part; script errors fail the test."""
    problems: list[str] = []
    contexts = []

    def make(source: str, width: int = 1280, javascript: bool = True, **values: Any) -> Page:
        document = '{% extends "ui/document.html" %}{% load ui i18n static %}{% block main %}<main id="conteudo">'
        with translation.override("pt-br"), timezone.override("America/Sao_Paulo"):
            context = Context({"now": NOW, **values})
            pages.html = Template(f"{document}{source}</main>{{% endblock %}}").render(context)
        browsing = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="pt-BR",
            java_script_enabled=javascript,
            timezone_id="America/Sao_Paulo",
        )
        browsing.set_default_timeout(30_000)
        contexts.append(browsing)
        page = browsing.new_page()
        page.route("**/*", pages.answer)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.goto(f"{ORIGIN}/")
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def gallery() -> Callable[[str], tuple[str, dict[str, Any]]]:
    """The source and the values of one half of the gallery."""

    def make(theme: str) -> tuple[str, dict[str, Any]]:
        form = GalleryForm({f"{theme}-subject": "Nota"}, prefix=theme)
        source = '<h1>Componentes</h1>{{ catalogue|json_script:"catalogo" }}{% include "ui/gallery_parts.html" %}'
        return source, {**sample(NOW), "form": form, "theme": theme}

    return make
