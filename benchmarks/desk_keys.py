"""`bin/bench desk-keys`: how long it takes from a key to the selection at the desk, in a real Chromium.

An agent's open page walks down its list with `j`, as fast as one reads. Measured in the page: from the key's event
until the frame in which the next row is marked has been painted, and until that ticket stands beside the list.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from benchmarks.felt import make_data
from benchmarks.pages import ALL_OPEN
from benchmarks.server import environment, serving
from tests.browser import CHROMIUM_ARGS, find_chromium

GOAL = 50.0
"""Milliseconds, of the median selection (issue 5, item 8)."""

READS = 350
"""Milliseconds between two keys: a glance at each ticket."""

OBSERVE = """
window.keys = { selected: [], shown: [] };
const number = () => document.querySelector(".qrow[aria-current]")?.dataset.row;
// Called while a frame is made: what runs next runs once it has been painted.
const painted = (tell) => setTimeout(tell);
addEventListener("keydown", (event) => {
  if (event.key !== "j") return;
  const began = event.timeStamp;
  const before = number();
  const look = () => {
    if (number() === before) return requestAnimationFrame(look);
    painted(() => keys.selected.push(performance.now() - began));
    const wanted = number();
    const wait = () => {
      const work = document.querySelector(".work");
      if (work.dataset.number !== wanted || work.hasAttribute("aria-busy")) return requestAnimationFrame(wait);
      painted(() => keys.shown.push(performance.now() - began));
    };
    wait();
  };
  requestAnimationFrame(look);
}, true);
"""


def main() -> int:
    options = _arguments()
    chromium = find_chromium()
    if chromium is None:
        print("desk-keys: there is no Chromium here; install it or set BALCAO_CHROMIUM.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="balcao-keys-") as folder:
        environ = environment(Path(folder), f"sqlite:///{Path(folder) / 'balcao.sqlite3'}")
        print(f"making {options.tickets} tickets …", file=sys.stderr, flush=True)
        facts = make_data(environ, options.tickets)
        with serving(environ, None) as server, sync_playwright() as playwright:
            base = f"http://127.0.0.1:{server.port}"
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
            context = browser.new_context(base_url=base, viewport={"width": 1440, "height": 900}, locale="pt-BR")
            context.add_cookies([{"name": "balcao_session", "value": facts["sessions"]["ana"], "url": base}])
            context.add_init_script(OBSERVE)
            selected, shown = _walk(context.new_page(), options.keys)
            browser.close()
    print(f"\n### {options.tickets} tickets, {len(selected)} keys\n")
    print("| from the key until | median ms | p95 ms | goal |\n| --- | --: | --: | --- |")
    said = "reached" if _of(selected, 50) <= GOAL else "MISSED"
    print(f"| the row is selected | {_of(selected, 50):.0f} | {_of(selected, 95):.0f} | {GOAL:.0f} {said} |")
    print(f"| the ticket stands beside it | {_of(shown, 50):.0f} | {_of(shown, 95):.0f} | |")
    return 0 if _of(selected, 50) <= GOAL else 1


def _walk(tab: Tab, keys: int) -> tuple[list[float], list[float]]:
    """Down the list, over the ends of its pages. Raises RuntimeError when a key was not answered."""
    tab.goto(ALL_OPEN)
    for _key in range(keys):
        tab.keyboard.press("j")
        tab.wait_for_timeout(READS)
    tab.wait_for_timeout(1000)
    found = tab.evaluate("window.keys")
    if len(found["selected"]) < keys:
        raise RuntimeError(f"{len(found['selected'])} of {keys} keys were answered")
    return found["selected"], found["shown"]


def _of(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench desk-keys", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="so many tickets, a tenth of them open (100000)")
    parser.add_argument("--keys", type=int, default=120, help="how many tickets are walked over (120)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
