from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from balcao.lib.richtext import FOREIGN_TAGS, clean_html, render_markdown
from tests.lib.xss import VECTORS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SHOW_ALL = """outputs => {
    const events = ["click", "mouseover", "mouseenter", "focus", "animationstart", "toggle", "error", "load"];
    const shown = new Set();
    for (const output of outputs) {
        const place = document.createElement("section");
        document.body.append(place);
        place.innerHTML = output;
        for (const element of place.querySelectorAll("*")) {
            for (const type of events) element.dispatchEvent(new Event(type));
            shown.add(`${element.namespaceURI.split("/").pop()} ${element.localName}`);
            for (const name of element.getAttributeNames()) shown.add(`${element.localName} ${name}`);
            if (element.matches("a[href]")) shown.add(element.protocol);
        }
    }
    return [...shown];
}"""


@pytest.fixture
def blank_page(browser: Browser) -> Iterator[Page]:
    """An empty page without any content policy, which counts calls of `hit`."""
    context = browser.new_context()
    page = context.new_page()
    page.goto("about:blank")
    page.evaluate("() => { window.hits = 0; window.hit = () => { window.hits += 1 } }")
    yield page
    context.close()


def test_a_real_browser_runs_nothing_loads_nothing_and_sees_only_what_is_allowed(blank_page: Page) -> None:
    requests: list[str] = []
    blank_page.on("request", lambda request: requests.append(request.url))
    outputs = [output for vector in VECTORS for output in (render_markdown(vector), clean_html(vector))]

    shown = set(blank_page.evaluate(SHOW_ALL, outputs))
    blank_page.wait_for_timeout(200)

    elements = {f"xhtml {tag}" for tag in FOREIGN_TAGS}
    assert shown - elements == {"a href", "a rel", "http:", "https:"}
    assert blank_page.evaluate("window.hits") == 0
    assert requests == []


def test_without_cleaning_the_same_corpus_does_run_and_load(blank_page: Page) -> None:
    requests: list[str] = []
    blank_page.route("**/*", lambda route: route.abort())
    blank_page.on("request", lambda request: requests.append(request.url))

    blank_page.evaluate(SHOW_ALL, VECTORS)
    blank_page.wait_for_timeout(200)

    assert blank_page.evaluate("window.hits") > 20
    assert requests
