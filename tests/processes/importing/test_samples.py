"""The samples that a copy of this repository may have beside it (BALCAO_SAMPLES=folder)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from balcao.processes.engine import Facts, Names, TicketFacts, check, start
from balcao.processes.importing import Named, Options, convert
from tests.processes.importing.files import DESK, SAMPLES, samples

NAMES = Names(
    queues=set(DESK.queues),
    states={slug: row.kind for slug, row in DESK.states.items()},
    tools={"compras"},
    timers=True,
)
MISSING = {"unknown_queue", "unknown_state", "unknown_user"}


def test_there_are_samples() -> None:
    if not samples():
        pytest.skip(f"No samples: set BALCAO_SAMPLES to a folder with exported processes (now {SAMPLES}).")


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_a_sample_comes_over_with_errors_for_missing_names_only(path: Path) -> None:
    imported = convert(path.read_text(encoding="utf-8"), DESK, Options(tool="compras"))
    errors = [problem for problem in check(imported.document, NAMES) if problem.severity == "error"]
    assert {problem.code for problem in errors} <= MISSING
    assert 2 <= len(imported.document.stages) <= 6
    assert imported.document.one_step
    told = {line.text for line in imported.report.of("missing")}
    assert bool(errors) == bool(told)


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_a_sample_has_no_error_once_its_names_exist_and_begins(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = convert(text, DESK, Options(tool="compras")).names
    states = {**DESK.states, **{slug: Named(name, "open") for name, slug in named.get("states", {}).items()}}
    queues = {**DESK.queues, **{slug: Named(name) for name, slug in named.get("queues", {}).items()}}
    document = convert(text, replace(DESK, states=states, queues=queues), Options(tool="compras")).document
    names = replace(NAMES, states={slug: row.kind for slug, row in states.items()}, queues=set(queues), users=None)
    assert [problem for problem in check(document, names) if problem.severity == "error"] == []
    begun = start(document, {}, Facts(ticket=TicketFacts(state="novo")), datetime(2026, 11, 22, tzinfo=UTC))
    assert begun.visits[0] == document.start.activity
    assert len(begun.visits) <= 2
