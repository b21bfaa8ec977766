"""`bin/bench`: data in bulk, the real server, a load on each page with every answer checked, one table."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import postgres

from benchmarks import live
from benchmarks.counting import ANSWERED, ASKED
from benchmarks.load import Answer, Connection, Expected, fresh, request
from benchmarks.pages import PAGES, Page, fields_of, headers, requests
from benchmarks.server import ROOT, Running, environment, postmaster, serving
from benchmarks.table import Run, Weight, print_table

DATABASES = ("sqlite", "postgresql")
GENERATORS = 2
"""Processes that ask: enough to keep the server busy, few enough to leave it a core."""

WARM_UP = 12
"""Requests before anything is counted: as many as the server has threads, each with its own connection, and some."""

DURABLE = ("max_connections=60", "shared_buffers=256MB")
"""PostgreSQL as it is installed, but for memory: every commit reaches the disk, as on SQLite here."""


@dataclass(frozen=True, slots=True)
class Result:
    """One page on one database. Times in milliseconds; `web` and `database` are processor time for each request."""

    page: str
    per_second: float
    p50: float
    p95: float
    mean: float
    web: float
    database: float
    bytes: int
    gzip: int
    queries: int
    clients: int

    @property
    def cpu(self) -> float:
        return self.web + self.database


def main() -> int:
    if sys.argv[1:2] == ["live"]:
        return live.main(_database, DATABASES)
    options = _arguments()
    # Ended from outside, it still ends the server and PostgreSQL that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    wanted = [page for page in PAGES if not options.pages or page.is_floor or page.name in options.pages]
    names = DATABASES if options.database == "both" else (options.database,)
    runs = [run for name in names if (run := _run(name, wanted, options)) is not None]
    if options.json:
        print(json.dumps([asdict(run) for run in runs], indent=2))
    else:
        for run in runs:
            print_table(run)
    return 0 if runs and all(not run.wrong for run in runs) else 1


def _arguments() -> argparse.Namespace:
    known = ", ".join(page.name for page in PAGES)
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"only these: {known}; or live --help")
    parser.add_argument("--tickets", type=int, default=10_000, help="so many tickets, five messages each (10000)")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both", help="which database (both)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each page is asked for (5)")
    parser.add_argument(
        "--clients", type=int, default=8, help="connections that read at once; writing is one by one (8)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the data: the same gives the same (1)")
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    options = parser.parse_args()
    if unknown := set(options.pages) - {page.name for page in PAGES}:
        parser.error(f"no such page: {', '.join(sorted(unknown))}")
    return options


def _run(name: str, pages: list[Page], options: argparse.Namespace) -> Run | None:
    with tempfile.TemporaryDirectory(prefix="balcao-bench-") as folder, _database(name, Path(folder)) as url:
        if not url:
            return None
        environ = environment(Path(folder), url)
        _say(f"{name}: making {options.tickets} tickets …")
        began = time.perf_counter()
        facts = _make(environ, options)
        _say(f"{name}: made in {time.perf_counter() - began:.0f} s; measuring …")
        with serving(environ, postmaster(url) if name == "postgresql" else None) as server:
            run = Run(database=name, tickets=options.tickets, seconds=options.seconds, started=server.started)
            run.weight = _weight(server, facts)
            for page in pages:
                try:
                    result = _measure(page, server, facts, options)
                except Exception as problem:
                    run.wrong[page.name] = f"{type(problem).__name__}: {problem}"
                    _say(f"  {page.name}: {run.wrong[page.name]}")
                    continue
                _say(f"  {page.name}: {result.per_second:.0f}/s, {result.cpu:.1f} ms of processor")
                run.results.append(asdict(result) | {"cpu": result.cpu})
            run.memory = server.memory()
    return run


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'balcao.sqlite3'}"
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        _say("postgresql: SKIPPED, there is none here")
        yield ""
        return
    with postgres.running(binaries, DURABLE) as url:
        yield url


def _make(environ: dict[str, str], options: argparse.Namespace) -> dict[str, Any]:
    prepare = [sys.executable, "-m", "balcao.ops.cli", "prepare", "--quiet"]
    make = [
        sys.executable,
        "-m",
        "benchmarks.data.make",
        "--tickets",
        str(options.tickets),
        "--seed",
        str(options.seed),
    ]
    subprocess.run(prepare, cwd=ROOT, env=environ, check=True)
    made = subprocess.run(make, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
    facts: dict[str, Any] = json.loads(made.stdout)
    return facts


def _measure(page: Page, server: Running, facts: dict[str, Any], options: argparse.Namespace) -> Result:
    fields = _form(page, server, facts) if page.is_write else []
    asked = requests(page, facts, fields)
    answer = _warm_up(page, server, facts, asked)
    clients = 1 if page.is_write else options.clients
    web, database = server.cpu(), server.database_cpu()
    measured = _drive(page, server, asked, clients, options.seconds)
    latencies = sorted(latency for one in measured for latency in one["latencies"])
    if wrong := [reason for one in measured for reason in one["wrong"]]:
        raise RuntimeError(wrong[0])
    count = len(latencies)
    return Result(
        page=page.name,
        per_second=sum(len(one["latencies"]) / one["seconds"] for one in measured),
        p50=latencies[count // 2],
        p95=latencies[min(count * 95 // 100, count - 1)],
        mean=sum(latencies) / count,
        web=(server.cpu() - web) * 1000 / count,
        database=(server.database_cpu() - database) * 1000 / count,
        bytes=len(answer.body),
        gzip=len(gzip.compress(answer.body, 6)),
        queries=int(answer.headers.get(ANSWERED.lower(), "-1")),
        clients=clients,
    )


def _form(page: Page, server: Running, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields of the page's form, as a browser would find them."""
    number = facts[page.tickets][0] if page.tickets else 0
    connection = Connection(server.port)
    try:
        shown = connection.ask(request("GET", page.form.format(number), headers(page, facts)))
    finally:
        connection.close()
    Expected(200).check(shown)
    return fields_of(page, shown.body.decode(), page.path.format(number))


def _warm_up(page: Page, server: Running, facts: dict[str, Any], asked: list[bytes]) -> Answer:
    """Ask some, all at once, then one more whose queries are counted."""

    def ask(raw: bytes) -> Answer:
        connection = Connection(server.port)
        try:
            answer = connection.ask(fresh(raw))
        finally:
            connection.close()
        page.expected.check(answer)
        return answer

    with ThreadPoolExecutor(WARM_UP) as threads:
        list(threads.map(ask, (asked[index % len(asked)] for index in range(WARM_UP))))
    return ask(asked[0].replace(b"\r\nCookie:", f"\r\n{ASKED}: 1\r\nCookie:".encode(), 1))


def _drive(page: Page, server: Running, asked: list[bytes], clients: int, seconds: float) -> list[dict[str, Any]]:
    processes = min(GENERATORS, clients)
    share = [clients // processes + (index < clients % processes) for index in range(processes)]
    running = []
    for index, connections in enumerate(share):
        job = {
            "port": server.port,
            "requests": [raw.decode("latin-1") for raw in asked],
            "expected": asdict(page.expected),
            "seconds": seconds,
            "connections": connections,
            "first": index * 31,
        }
        one = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.load"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert one.stdin is not None
        one.stdin.write(json.dumps(job).encode())
        one.stdin.close()
        running.append(one)
    figures = []
    for one in running:
        assert one.stdout is not None
        figures.append(json.loads(one.stdout.read()))
        one.wait()
    return figures


def _weight(server: Running, facts: dict[str, Any]) -> Weight:
    """What a browser loads for the list besides the page, compressed as it is sent."""
    page = next(one for one in PAGES if one.name == "my-tickets")
    head = headers(page, facts)
    connection = Connection(server.port)
    try:
        body = connection.ask(request("GET", page.path, head)).body.decode()
        found = re.findall(r'(?:href|src)="(/static/[^"#]+)', re.sub(r"<noscript>.*?</noscript>", "", body))
        sizes = {
            path: len(connection.ask(request("GET", path, {**head, "Accept-Encoding": "br, gzip"})).body)
            for path in dict.fromkeys(found)
        }
    finally:
        connection.close()
    return Weight(
        css=sum(size for path, size in sizes.items() if path.endswith(".css")),
        js=sum(size for path, size in sizes.items() if path.endswith(".js")),
        requests=1 + len(sizes),
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
