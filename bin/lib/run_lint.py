"""Runs every check of the code, says which failed, and why. Called by bin/lint."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["src", "tests", "bin/lib"]
TEMPLATES = ROOT / "src" / "balcao"

FORBIDDEN_IN_TEMPLATES = {
    # The content policy would drop the first two without a word; the third puts what people wrote into pages as HTML.
    r"\sstyle\s*=": "inline style: use a class, or <progress>",
    r"\son[a-z]+\s*=": "inline handler: use a behaviour in ui/static/ui/js",
    r"\|\s*safe\b": "|safe: only lib/richtext.py and the ui tags make HTML",
    r"<script(?![^>]*\bsrc=)[^>]*>\s*\S": "inline script: put it into ui/static/ui/js",
    r"<style\b": "inline style sheet: put it into ui/static/ui/css",
    r"{%\s*autoescape\s+off": "autoescape off",
}
# Mails are read by programs that know no style sheets, and are never shown inside a page.
MAIL_TEMPLATES = re.compile(r"/mail/")


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html") if "templates" in path.parts)


def forbidden_in_templates() -> Iterator[str]:
    for path in templates():
        name = str(path.relative_to(ROOT))
        if MAIL_TEMPLATES.search(name):
            continue
        text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
        for pattern, why in FORBIDDEN_IN_TEMPLATES.items():
            yield from (
                f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {why}" for match in re.finditer(pattern, text)
            )


def addresses_in_locks() -> Iterator[str]:
    for path in [*ROOT.glob("requirements*.txt"), ROOT / "bin/lib/uv.txt"]:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if "://" in line or line.lstrip().startswith(("-i", "--index", "--extra-index", "--find-links")):
                yield f"{path.name}:{number}: a lock names packages and hashes, never where they come from"


def program(*arguments: str) -> Callable[[], tuple[bool, str]]:
    def check() -> tuple[bool, str]:
        done = subprocess.run(
            arguments,
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout

    return check


def lines(find: Callable[[], Iterator[str]]) -> Callable[[], tuple[bool, str]]:
    def check() -> tuple[bool, str]:
        found = list(find())
        return not found, "\n".join(found)

    return check


def template_format() -> tuple[bool, str]:
    paths = [str(path) for path in templates()]
    return program("djade", "--check", "--target-version", "5.2", *paths)() if paths else (True, "")


def environment() -> dict[str, str]:
    # The checks load the product as the tests do, whatever this shell is set up for.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BALCAO_", "DATABASE_URL"))}
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    return {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


CLI = (sys.executable, "-m", "balcao.ops.cli")
CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "ruff": program("ruff", "check", *SOURCES),
    "format": program("ruff", "format", "--check", *SOURCES),
    "imports": program("lint-imports", "--no-logo"),
    "templates": template_format,
    "template rules": lines(forbidden_in_templates),
    "locks": lines(addresses_in_locks),
    "system checks": program(*CLI, "manage", "check", "--fail-level", "WARNING"),
    "migrations": program(*CLI, "manage", "makemigrations", "--check", "--dry-run"),
    "translations": program(*CLI, "messages", "check"),
    "types": program("mypy"),
}


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in CHECKS]
    if unknown:
        print(f"bin/lint: no such check: {', '.join(unknown)}. There are: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    failed = []
    for name in wanted or CHECKS:
        began = time.monotonic()
        is_good, output = CHECKS[name]()
        print(f"{'✓' if is_good else '✗'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if not is_good:
            failed.append(name)
            print(output.rstrip(), flush=True)
    print(f"Lint failed: {', '.join(failed)}" if failed else "Lint is clean.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
