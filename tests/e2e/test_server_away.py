"""A server that is killed while a ticket is being sent, and comes back: one ticket, nothing typed lost."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from balcao.tickets.models import Draft, Ticket
from tests.cast import PASSWORD, make_cast
from tests.jobs.conftest import ROOT, database_url, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SERVE = "import uvicorn; from balcao.config.server import build; uvicorn.run(build(threads=4), port={}, lifespan='off')"
WORDS = "A nota 3512 voltou com a rejeição 204."


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start_server(port: int) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A function that starts the portal as a process of its own, on the test's database, and waits for it."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        path = os.pathsep.join([str(ROOT), *sys.path])
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url(), "PYTHONPATH": path}
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE.format(port)], env={**os.environ, **settings}, stderr=subprocess.DEVNULL
        )
        started.append(process)
        wait_until(lambda: answers(port), seconds=60)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://localhost:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def test_killed_while_sending_and_started_again_it_is_one_ticket(
    browser: Browser, port: int, start_server: Callable[[], subprocess.Popen[bytes]]
) -> None:
    make_cast()
    server = start_server()
    context = browser.new_context(base_url=f"http://localhost:{port}", locale="pt-BR", service_workers="block")
    page = context.new_page()
    page.goto("/entrar/?next=/novo/emissor-fiscal/nota-rejeitada/")
    page.get_by_label("E-mail ou usuário").fill("marina")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_label("Assunto").fill("Nota 3512 rejeitada")
    page.locator("[name=f-body]").fill(WORDS)
    page.get_by_label("Erro de cadastro").check()
    server.kill()
    server.wait()
    page.get_by_role("button", name="Enviar").last.click()
    expect(page.get_by_text("Não conseguimos enviar agora. Seu texto e anexos estão guardados")).to_be_visible()
    assert page.locator("[name=f-body]").input_value() == WORDS
    start_server()
    page.wait_for_url(re.compile(r"/tickets/\d+/enviado/"), timeout=45_000)
    context.close()
    assert [ticket.subject for ticket in Ticket.objects.all()] == ["Nota 3512 rejeitada"]
    assert not Draft.objects.exists()
