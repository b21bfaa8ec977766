"""`balcao process import FILE`: a process of Znuny or OTOBO becomes a draft."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balcao.processes.engine import Problem
    from balcao.processes.importing import Imported, Report

HELP = "Bring over a process exported by Znuny 6/7 or OTOBO 10/11 (YAML). It becomes a draft; nothing is published."
SORTS = ("state", "queue", "process")
_OUTCOMES = {
    "new": "a new draft",
    "changed": "its draft is changed",
    "same": "nothing changes, it was brought over already",
    "dry": "nothing is stored (--dry-run)",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the exported file, - for standard input")
    parser.add_argument("--tool", metavar="SLUG", default="", help="the tool, instead of what its name says before ::")
    parser.add_argument("--slug", metavar="NAME", default="", help="the name of the process in addresses")
    parser.add_argument(
        "--map",
        metavar="SORT:NAME=SLUG",
        action="append",
        default=[],
        help="what stands for a name (or number) there, such as “state:closed successful=resolvido”; repeat it",
    )
    parser.add_argument(
        "--language", choices=["pt-br", "en", "es"], default="pt-br", help="language of the file's texts"
    )
    parser.add_argument("--create-missing", action="store_true", help="create the states and queues that are missing")
    parser.add_argument("--replace", action="store_true", help="also when a draft changed by hand is lost")
    parser.add_argument("--dry-run", action="store_true", help="store nothing; show the report and the document")
    parser.add_argument("--json", action="store_true", help="report, findings and document as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when it was brought over (or could be), 1 when it was refused, 2 when the file or the words cannot be read."""
    from django.db import Error

    from balcao.ops.commands.process_desk import create_missing, desk
    from balcao.ops.commands.process_files import NotFound, read_text
    from balcao.processes.actions.import_draft import import_draft
    from balcao.processes.engine import check
    from balcao.processes.importing import Desk, ImportRefused, Options, convert
    from balcao.tickets.known_names import known_names

    try:
        text, mapped = read_text(options.file), _mapped(options.map)
    except NotFound as error:
        print(error, file=sys.stderr)
        return 2
    try:
        here, names = desk(mapped), known_names()
    except Error as error:
        reason = str(error).splitlines()[0] if str(error) else "no reason given"
        if not options.dry_run:
            print(
                f"The database does not answer ({reason}). Run balcao prepare, or look with --dry-run.", file=sys.stderr
            )
            return 2
        print(f"Read without a desk ({reason}): it has no states, queues and tools yet.", file=sys.stderr)
        here, names = Desk(mapped=mapped), None
    try:
        chosen = Options(tool=options.tool, slug=options.slug, language=options.language)
        imported = convert(text, here, chosen)
        if options.create_missing and not options.dry_run:
            create_missing(imported.names)
            imported = convert(text, desk(mapped), chosen)
        outcome = "dry" if options.dry_run else import_draft(imported=imported, replace=options.replace)
    except ImportRefused as refused:
        print(f"{options.file}: {refused}", file=sys.stderr)
        return 1
    problems = check(imported.document, known_names()) if names else ()
    if options.json:
        print(json.dumps(_as_json(imported, outcome, problems), ensure_ascii=False, indent=2))
    else:
        _tell(imported, outcome, problems)
        if options.dry_run:
            print(f"\n---\n{imported.text}", end="")
    return 0


def _mapped(pairs: list[str]) -> dict[tuple[str, str], str]:
    from balcao.ops.commands.process_files import NotFound

    found = {}
    for pair in pairs:
        sort, _, rest = pair.partition(":")
        name, _, slug = rest.rpartition("=")
        if sort not in SORTS or not name or not slug:
            raise NotFound(
                f'“{pair}” is not understood: write --map "state:name there=slug here" (or queue:, process:).'
            )
        found[(sort, name.strip().lower())] = slug.strip()
    return found


def _as_json(imported: Imported, outcome: str, problems: tuple[Problem, ...]) -> dict[str, object]:
    return {
        "process": imported.document.slug,
        "tool": imported.document.tool,
        "outcome": outcome,
        "report": [
            {"kind": line.kind, "path": line.path, "text": line.text, "here": line.here}
            for line in imported.report.lines
        ],
        "problems": [
            {"line": one.line, "path": one.path, "severity": one.severity, "message": one.message, "hint": one.hint}
            for one in problems
        ],
        "document": imported.text,
    }


def _tell(imported: Imported, outcome: str, problems: tuple[Problem, ...]) -> None:
    document = imported.document
    print(f"{document.tool} › {document.slug}: {_OUTCOMES[outcome]}.")
    counts = (
        (len(document.activities), "activities"),
        (len(document.dialogs), "dialogs"),
        (len(document.fields), "fields"),
        (len(document.stages), "stages"),
    )
    print(", ".join(f"{count} {what}" for count, what in counts) + ".")
    _tell_report(imported.report)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        print(f"\nBefore it can be published ({len(errors)})")
        for problem in errors:
            print(f"  {problem.path}: {problem.message} {problem.hint}")


def _tell_report(report: Report) -> None:
    """Lines of a kind together; the same sentence once, with all of its places."""
    from balcao.processes.importing import KINDS

    for kind, title in KINDS.items():
        lines = report.of(kind)
        if not lines:
            continue
        print(f"\n{title} ({len(lines)})")
        places: dict[str, list[str]] = {}
        for line in lines:
            places.setdefault(line.text, []).append(line.path)
        for text, paths in places.items():
            print(f"  {text}")
            for path in paths:
                print(f"      {path}")
