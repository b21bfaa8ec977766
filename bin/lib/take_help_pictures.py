"""The pictures of the manual (/ajuda/), in each language, from a fresh demonstration: `bin/pictures` takes them too."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from take_pictures import CUSTOMER, PASSWORD, ROOT, TICKET, demonstration

sys.path.insert(0, str(ROOT))

from tests.browser import CHROMIUM_ARGS, find_chromium

LANGUAGES = {"pt-br": "pt-BR", "en": "en-US", "es": "es-MX"}
SIZE = {"width": 1200, "height": 750}
MOST_BYTES = 60_000


def main(folder: Path, address: str = "") -> None:
    """`address`: of a demonstration that runs already; without it one is started."""
    if not address:
        with demonstration() as own:
            main(folder, own)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        for language, locale in LANGUAGES.items():
            take_all(browser, address, language, locale, folder / language)
        browser.close()


def take_all(browser: Browser, address: str, language: str, locale: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=address, viewport=SIZE, locale=locale, color_scheme="light")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/entrar/")
    keep(page, folder / "login.webp")
    page.fill("input[name=login]", CUSTOMER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    speak(page, language)
    for name, go in PLACES.items():
        go(page)
        keep(page, folder / f"{name}.webp")
    context.close()


def speak(page: Page, language: str) -> None:
    page.goto("/preferencias/")
    if page.locator("html").get_attribute("lang") != language:
        page.select_option("select[name=language]", language)
        page.wait_for_selector(f"html[lang='{language}']")


def opened_tool(page: Page) -> None:
    page.goto("/novo/")
    page.locator("main details summary").first.click()


def dialog(page: Page) -> None:
    opened_tool(page)
    page.locator("main details[open] a").first.click()


def closed(page: Page) -> None:
    page.goto("/tickets/")
    page.locator(".tabs a").nth(2).click()


def ticket(page: Page) -> None:
    page.goto("/tickets/")
    page.get_by_role("link", name=TICKET).first.click()
    page.wait_for_load_state("networkidle")
    page.locator("#responder").scroll_into_view_if_needed()


PLACES: dict[str, Callable[[Page], object]] = {
    "home": lambda page: page.goto("/"),
    "tools": lambda page: page.goto("/novo/"),
    "processes": opened_tool,
    "dialog": dialog,
    "tickets": lambda page: page.goto("/tickets/"),
    "closed": closed,
    "ticket": ticket,
    "bell": lambda page: page.goto("/notificacoes/"),
    "preferences": lambda page: page.goto("/preferencias/"),
}


def keep(page: Page, to: Path) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    for quality in (70, 55, 40, 30):
        picture.save(to, "WEBP", quality=quality, method=6)
        if to.stat().st_size <= MOST_BYTES:
            break
    print(f"{to.parent.name}/{to.name}: {to.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
