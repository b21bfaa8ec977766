"""The figures of one run as a Markdown table, as docs/performance.md shows them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Weight:
    """Bytes of the files that My Tickets loads, compressed, and how many requests that is with the page."""

    css: int = 0
    js: int = 0
    requests: int = 0


@dataclass(slots=True)
class Run:
    """Everything measured on one database. `started` in seconds, `memory` in MB, `wrong` by page."""

    database: str
    tickets: int
    seconds: float
    started: float
    memory: float = 0.0
    weight: Weight = field(default_factory=Weight)
    results: list[dict[str, Any]] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)


HEAD = ("page", "req/s", "p50 ms", "p95 ms", "CPU ms", "web + database", "× floor", "queries", "KB", "KB gzip")


def print_table(run: Run) -> None:
    print(f"\n### {run.database}, {run.tickets:,} tickets\n")
    print(_line(HEAD))
    print(_line(["---", *["--:"] * (len(HEAD) - 1)]))
    floor = next((row["cpu"] for row in run.results if row["page"] == "floor"), 0.0)
    for row in run.results:
        print(_line(_cells(row, floor)))
    for page, why in run.wrong.items():
        print(_line([page, f"FAILED: {why}", *[""] * (len(HEAD) - 2)]))
    weight = run.weight
    print(
        f"\nFirst page {run.started:.1f} s after start; {run.memory:.0f} MB at the end; My Tickets loads"
        f" {weight.requests} files, CSS {weight.css / 1024:.1f} KB, JavaScript {weight.js / 1024:.1f} KB (compressed)."
    )


def _cells(row: dict[str, Any], floor: float) -> list[str]:
    name = row["page"] if row["clients"] > 1 else f"{row['page']} (one at a time)"
    return [
        name,
        f"{row['per_second']:.0f}",
        f"{row['p50']:.1f}",
        f"{row['p95']:.1f}",
        f"{row['cpu']:.1f}",
        f"{row['web']:.1f} + {row['database']:.1f}" if row["database"] else f"{row['web']:.1f}",
        f"{row['cpu'] / floor:.1f}" if floor else "",
        str(row["queries"]),
        f"{row['bytes'] / 1024:.1f}",
        f"{row['gzip'] / 1024:.1f}",
    ]


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
