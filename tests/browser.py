"""A real server and a real browser: `live_portal`, `page`, `page_for`, and `axe`."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from balcao.people.models import User

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def find_chromium() -> str | None:
    """The program that BALCAO_CHROMIUM names, or the first Chromium or Chrome on the PATH."""
    named = os.environ.get("BALCAO_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class LivePortal:
    """The address of the running portal."""

    url: str

    def __str__(self) -> str:
        return self.url


@pytest.fixture
def live_portal(transactional_db: None) -> Iterator[LivePortal]:
    """The portal as production serves it (uvicorn, a2wsgi) in a thread, on a free port, with the test's database."""
    import uvicorn

    from balcao.config.server import build
    from balcao.live.hub import HUB

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            build(threads=4), lifespan="off", log_level="warning", access_log=False, server_header=False, ws="none"
        )
        server = uvicorn.Server(config)
        listener.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait_until(lambda: server.started, "the server to start")
        yield LivePortal(f"http://localhost:{port}")
        HUB.close()
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


def _wait_until(happened: Callable[[], bool], what: str, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"Waited {seconds:g} s for {what}.")
        time.sleep(0.02)


def until(happened: Callable[[], bool], page: Page) -> None:
    """Wait for what the browser asks for without waiting for the answer, while its page goes on."""
    for _ in range(200):
        if happened():
            return
        page.wait_for_timeout(100)
    pytest.fail("Waited twenty seconds in vain.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; skipped aloud where there is none, failed under CI."""
    path = find_chromium()
    if path is None:
        message = "No Chromium found: install chromium or set BALCAO_CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    # Playwright's sync API runs a loop in this thread, in which Django would refuse the test's own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        expect.set_options(timeout=15_000)
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def context_for(browser: Browser, live_portal: LivePortal) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens a browser of its own: `context_for(user=None, **playwright_options)`.

    After the test no page may have raised a script error or broken the content policy.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(user: User | None = None, **options: Any) -> BrowserContext:
        # Without the service worker, so that a test's own routes see every request; those about it ask for it.
        options = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block", **options}
        context = browser.new_context(
            base_url=live_portal.url, locale="pt-BR", timezone_id="America/Sao_Paulo", **options
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        context.on("page", lambda page: _listen(page, problems))
        if user is not None:
            _sign_in(context, user, live_portal.url)
        return context

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def _listen(page: Page, problems: list[str]) -> None:
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            problems.append(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
        ),
    )


def _sign_in(context: BrowserContext, user: User, url: str) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture
def page(context_for: Callable[..., BrowserContext]) -> Page:
    """A page of someone who has not signed in; `page.goto("/")` is relative to the portal."""
    return context_for().new_page()


@pytest.fixture
def page_for(context_for: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A function that opens a page in which this person is signed in: `page_for(user, **playwright_options)`."""

    def make(user: User, **options: Any) -> Page:
        return context_for(user, **options).new_page()

    return make


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """A function that fails with each accessibility rule a page breaks, and where."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Error

    engine = Axe()
    rules = {"runOnly": {"type": "tag", "values": AXE_RULES}}

    def check(page: Page) -> None:
        page.wait_for_load_state()
        try:
            results = engine.run(page, options=rules)
        except Error:
            # The page went on to another one in the middle of it: that one is meant.
            page.wait_for_load_state()
            results = engine.run(page, options=rules)
        broken = [
            f"{rule['id']}: {rule['help']}\n    " + "\n    ".join(str(node["html"])[:200] for node in rule["nodes"])
            for rule in results.response["violations"]
        ]
        assert not broken, f"{page.url}\n" + "\n".join(broken)

    return check


@pytest.fixture
def screenshots() -> Path:
    """The folder in which a failing journey leaves its pictures."""
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder
