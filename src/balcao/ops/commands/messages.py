"""`balcao messages`: the catalogues of translations."""

import argparse
import sys

HELP = "Check, update or compile the translations."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=["check", "update", "compile"],
        help="check: is any text missing? update: bring the catalogues up to the code; compile: make the .mo",
    )


def run(options: argparse.Namespace) -> int:
    from balcao.ops import catalogues

    if options.action == "compile":
        catalogues.compile_all()
        return 0
    if options.action == "update":
        catalogues.update()
    problems = catalogues.problems()
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} texts need translation." if problems else "Every text is translated.")
    return 1 if problems else 0
