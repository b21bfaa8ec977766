"""`balcao process diff SLUG`: what a draft changes."""

import argparse
import sys
from difflib import unified_diff

HELP = "Show what the draft of a process changes, against the version in use or another one."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="the process")
    parser.add_argument("--against", type=int, metavar="N", help="this version instead of the one in use")


def run(options: argparse.Namespace) -> int:
    """0 when both are the same, 1 when they differ or there is nothing to compare."""
    from balcao.ops.commands.process_files import NotFound, document_of, stored_process

    try:
        process = stored_process(options.slug)
        if process.current is None and options.against is None:
            raise NotFound(f"“{process.slug}” has no version in use yet: there is only the draft.")
        name, before = document_of(process, options.against)
    except NotFound as error:
        print(error, file=sys.stderr)
        return 1
    lines = list(unified_diff(before.splitlines(), process.draft.splitlines(), name, "draft", lineterm=""))
    for line in lines:
        print(line)
    if not lines:
        print(f"The draft is the same as {name}.")
    return 1 if lines else 0
