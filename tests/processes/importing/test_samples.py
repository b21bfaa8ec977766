"""The samples that a copy of this repository may have beside it (BALCAO_SAMPLES=folder)."""

from __future__ import annotations

from pathlib import Path

import pytest

from balcao.processes.engine import Names, check
from balcao.processes.importing import Options, convert
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
