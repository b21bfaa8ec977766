"""Starts a fresh demonstration, looks at it with Chromium, and keeps what the README shows."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser import CHROMIUM_ARGS, find_chromium  # noqa: E402

CUSTOMER, AGENT, PASSWORD = "marina@acme.example", "ana@balcao.example", "balcao-demo"
HEIGHTS = {1440: 900, 390: 844}


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it. `path` may name the ticket by its subject: `{Nota 3512 rejeitada}`."""

    name: str
    path: str
    width: int
    scheme: str
    login: str = CUSTOMER


TICKET = "Nota 3512 rejeitada"
PICTURES = (
    Picture("home", "/", 1440, "dark"),
    Picture("new", "/novo/", 1440, "light"),
    Picture("new", "/novo/", 390, "light"),
    Picture("tickets", "/tickets/", 1440, "light"),
    Picture("tickets", "/tickets/", 390, "dark"),
    Picture("ticket", TICKET, 1440, "light"),
    Picture("ticket", TICKET, 390, "light"),
    Picture("desk", TICKET, 1440, "light", AGENT),
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        for picture in PICTURES:
            take(browser, address, picture, folder / f"{picture.name}-{picture.width}-{picture.scheme}.png")
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration of its own, ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="balcao-pictures-") as data:
        command = [sys.executable, "-m", "balcao.ops.cli", "demo", "--port", str(port), "--data", data]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(port: int, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            connection = HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            connection.close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return


def take(browser: Browser, address: str, picture: Picture, to: Path) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": HEIGHTS[picture.width]},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        locale="pt-BR",
        timezone_id="America/Sao_Paulo",
    )
    page = context.new_page()
    sign_in(page, picture.login)
    if picture.path.startswith("/"):
        page.goto(picture.path)
    else:
        page.goto("/atendimento/lista/abertos/" if picture.login == AGENT else "/tickets/")
        page.get_by_role("link", name=picture.path).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=to)
    context.close()
    # A palette of 256 colours is a third of the bytes and looks the same on flat pages.
    Image.open(to).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(to, optimize=True)
    print(f"{to.name}: {to.stat().st_size // 1000} kB")


def sign_in(page: Page, login: str) -> None:
    page.goto("/entrar/")
    page.get_by_label("E-mail ou usuário").fill(login)
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
