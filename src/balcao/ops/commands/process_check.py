"""`balcao process check FILE`: everything that is wrong with a document of ours, at once."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balcao.processes.engine import Names, Problem

HELP = "Check a process document: every error at once, each with its line, its place and what to do."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the document (YAML), - for standard input")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument(
        "--alone",
        action="store_true",
        help="look at the document only, not at the states, queues and tools of the desk",
    )


def run(options: argparse.Namespace) -> int:
    """0 when it can be published (there may be warnings), 1 when it cannot, 2 when the file cannot be read."""
    from balcao.ops.commands.process_files import NotFound, read_text
    from balcao.processes.engine import check_text

    try:
        text = read_text(options.file)
    except NotFound as error:
        print(error, file=sys.stderr)
        return 2
    names = None if options.alone else _names()
    problems = check_text(text, names)[1] if names else _alone(text)
    errors = [problem for problem in problems if problem.severity == "error"]
    if options.json:
        rows = [
            {
                "line": problem.line,
                "path": problem.path,
                "severity": problem.severity,
                "code": problem.code,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            place = f"{options.file}:{problem.line}: {problem.severity}: {problem.path or 'document'}"
            print(f"{place}: {problem.message} {problem.hint}".rstrip())
        print(f"{len(errors)} errors, {len(problems) - len(errors)} warnings.")
    return 1 if errors else 0


def _names() -> Names | None:
    """What the desk has; None, having said so, where there is no desk yet."""
    from django.db import Error

    from balcao.tickets.known_names import known_names

    try:
        return known_names()
    except Error as error:
        reason = str(error).splitlines()[0] if str(error) else "no reason given"
        print(f"Checked without a desk ({reason}): states, queues and tools were not looked up.", file=sys.stderr)
        return None


def _alone(text: str) -> tuple[Problem, ...]:
    """What can be said without a desk: every name outside the document counts as known."""
    from balcao.processes.engine import DocumentInvalid, Names, check, parse

    try:
        document = parse(text)
    except DocumentInvalid as invalid:
        return invalid.problems
    found = check(document, Names(timers=True, webhooks=True))
    return tuple(problem for problem in found if not _is_of_the_desk(problem))


def _is_of_the_desk(problem: Problem) -> bool:
    if problem.code == "condition_option":
        return str(problem.params.get("field", "")).startswith("ticket.")
    return problem.code.startswith("unknown_")
