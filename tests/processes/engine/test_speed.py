"""How much work the engine does. `bin/bench engine` shows the figures; here only what no slow machine excuses."""

from __future__ import annotations

import time

from balcao.processes.engine import check, check_text, parse
from benchmarks.engine import NAMES, process, steps_a_second, walk


def test_a_document_of_five_hundred_activities_is_read_and_checked_in_seconds() -> None:
    text = process(500)
    began = time.process_time()
    document, problems = check_text(text, NAMES)
    assert document is not None
    assert [problem.severity for problem in problems if problem.severity == "error"] == []
    assert time.process_time() - began < 5


def test_a_walk_through_twelve_activities_takes_thousands_of_steps_a_second() -> None:
    document = parse(process(12))
    assert check(document, NAMES) == ()
    assert walk(document) == 23
    assert steps_a_second(0.2) > 1_000
