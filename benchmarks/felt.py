"""`bin/bench felt`: pages as a person feels them, in headless Chromium slowed down to a mid phone on 4G.

Each page is opened some times, each time by a browser that has never been there, and used as people use it. Shown is
what three of four openings stay within: LCP (when the largest thing stood there), INP (the slowest answer to a key or a
touch) and CLS (how much jumped). A page that is not the page fails the run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab

from benchmarks.load import Answer
from benchmarks.pages import PAGES, Page
from benchmarks.server import ROOT, Running, environment, serving
from tests.browser import CHROMIUM_ARGS, find_chromium

SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE = {"width": 390, "height": 844}
GOALS = {"lcp": 1800.0, "inp": 200.0, "cls": 0.05}
SETTLES = 600
"""Milliseconds after an interaction until its frame has been painted and reported."""

OBSERVE = """
window.felt = { lcp: 0, cls: 0, inp: 0 };
const watch = (type, seen, more) => {
  const see = (list) => list.getEntries().forEach(seen);
  new PerformanceObserver(see).observe({ type, buffered: true, ...more });
};
watch("largest-contentful-paint", (entry) => { felt.lcp = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) felt.cls += entry.value; });
watch("event", (entry) => {
  if (entry.interactionId) felt.inp = Math.max(felt.inp, entry.duration);
}, { durationThreshold: 16 });
"""


@dataclass(frozen=True, slots=True)
class Felt:
    """Milliseconds, milliseconds, and the share of the window that jumped."""

    lcp: float
    inp: float
    cls: float


def look_for(tab: Tab) -> None:
    """Type what it is about, open and close the palette."""
    box = tab.locator(".ask__box")
    box.tap()
    box.press_sequentially("nota", delay=80)
    tab.locator("[data-palette-open]").tap()
    tab.keyboard.press("Escape")


def narrow(tab: Tab) -> None:
    tab.locator(".searchline input").tap()
    tab.keyboard.type("certificado", delay=80)
    tab.locator("[data-palette-open]").tap()
    tab.keyboard.press("Escape")


def choose(tab: Tab) -> None:
    """Type in the chooser, clear it, open a tool."""
    box = tab.locator(".ask__box")
    box.tap()
    box.press_sequentially("rejeitada", delay=80)
    box.press("Escape")
    tab.locator("summary.drawer__handle").first.tap()


def fill_in(tab: Tab) -> None:
    tab.locator("#novo input[type=text]").first.tap()
    tab.keyboard.type("Nota 3512", delay=80)
    tab.locator("#novo label:has(input[type=radio])").locator("visible=true").first.tap()


def answer(tab: Tab) -> None:
    tab.locator(".tickethead details.menu").last.locator("summary").first.tap()
    tab.keyboard.press("Escape")
    box = tab.locator("#resposta")
    box.scroll_into_view_if_needed()
    box.focus()
    box.press_sequentially("Segue o XML", delay=80)


USED: dict[str, Callable[[Tab], None]] = {
    "home": look_for,
    "my-tickets": narrow,
    "chooser": choose,
    "form": fill_in,
    "ticket": answer,
}


def main() -> int:
    options = _arguments()
    chromium = find_chromium()
    if chromium is None:
        print("felt: there is no Chromium here; install it or set BALCAO_CHROMIUM.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="balcao-felt-") as folder:
        environ = environment(Path(folder), f"sqlite:///{Path(folder) / 'balcao.sqlite3'}")
        _say(f"making {options.tickets} tickets …")
        facts = make_data(environ, options.tickets)
        with serving(environ, None) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
            figures = {page.name: _measure(browser, page, server, facts, options.times) for page in _pages()}
            browser.close()
    _print(figures, options)
    return 0 if all(_is_reached(one) for one in figures.values()) or not options.strict else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench felt", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000, help="so many tickets (1000)")
    parser.add_argument("--times", type=int, default=5, help="how often each page is opened (5)")
    parser.add_argument("--strict", action="store_true", help="a goal that is missed is an error too")
    return parser.parse_args()


def _pages() -> list[Page]:
    """Of the ticket those that take an answer."""
    pages = [page for page in PAGES if page.name in USED]
    return [replace(page, tickets="open") if page.tickets else page for page in pages]


def make_data(environ: dict[str, str], tickets: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "balcao.ops.cli", "prepare", "--quiet"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
    command = [sys.executable, "-m", "benchmarks.data.make", "--tickets", str(tickets), "--seed", "1"]
    made = subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
    facts: dict[str, Any] = json.loads(made.stdout)
    return facts


def _measure(browser: Browser, page: Page, server: Running, facts: dict[str, Any], times: int) -> Felt:
    """Once before counting, so that the server has its templates at hand as after any first visitor."""
    openings = [_open(browser, page, server, facts, at) for at in range(times + 1)][1:]
    felt = Felt(*(_three_of_four([getattr(one, name) for one in openings]) for name in ("lcp", "inp", "cls")))
    _say(f"  {page.name}: LCP {felt.lcp:.0f} ms, INP {felt.inp:.0f} ms, CLS {felt.cls:.3f}")
    return felt


def _open(browser: Browser, page: Page, server: Running, facts: dict[str, Any], at: int) -> Felt:
    base = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(base_url=base, viewport=PHONE, has_touch=True, is_mobile=True, locale="pt-BR")  # type: ignore[arg-type]
    try:
        context.add_cookies([{"name": "balcao_session", "value": facts["sessions"][page.who], "url": base}])
        context.add_init_script(OBSERVE)
        tab = context.new_page()
        _slow_down(context, tab)
        numbers = facts[page.tickets] if page.tickets else [0]
        response = tab.goto(page.path.format(numbers[at % len(numbers)]), wait_until="load")
        assert response is not None
        page.expected.check(Answer(response.status, response.headers, response.body()))
        tab.wait_for_timeout(SETTLES)
        USED[page.name](tab)
        tab.wait_for_timeout(SETTLES)
        felt = tab.evaluate("window.felt")
        if not felt["lcp"] or not felt["inp"]:
            raise RuntimeError(f"{page.name}: nothing was painted or nothing answered: {felt}")
        return Felt(felt["lcp"], felt["inp"], felt["cls"])
    finally:
        context.close()


def _slow_down(context: BrowserContext, tab: Tab) -> None:
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _three_of_four(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, (len(values) * 3) // 4)]


def _is_reached(felt: Felt) -> bool:
    return all(getattr(felt, name) <= goal for name, goal in GOALS.items())


def _print(figures: dict[str, Felt], options: argparse.Namespace) -> None:
    print(
        f"\n### as felt: processor {SLOWER} × slower, 1.6 Mbit/s, 150 ms; {options.times} first visits of each page\n"
    )
    print("| page | LCP ms | INP ms | CLS | goal 8 |\n| --- | --: | --: | --: | --- |")
    for name, felt in figures.items():
        said = "reached" if _is_reached(felt) else "MISSED"
        print(f"| {name} | {felt.lcp:.0f} | {felt.inp:.0f} | {felt.cls:.3f} | {said} |")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
