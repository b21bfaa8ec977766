"""`balcao process export SLUG`: a stored document as text."""

import argparse
import sys
from pathlib import Path

HELP = "Write the document of a process: the version in use, another version, or the draft."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="the process")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--version", type=int, metavar="N", help="this version instead of the one in use")
    which.add_argument("--draft", action="store_true", help="the draft instead of the version in use")
    parser.add_argument("--output", metavar="FILE", help="write to a file instead of standard output")


def run(options: argparse.Namespace) -> int:
    from balcao.ops.commands.process_files import NotFound, document_of, stored_process

    try:
        process = stored_process(options.slug)
        text = process.draft if options.draft else document_of(process, options.version)[1]
    except NotFound as error:
        print(error, file=sys.stderr)
        return 1
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0
