"""`balcao demo-seed`: the believable company that `bin/demo` shows."""

import argparse
import sys

HELP = "Fill an empty database with the demonstration (only with BALCAO_DEMO=1)."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from balcao.ops import demo

    if not settings.DEMO:
        # Its passwords are known to everybody.
        print("balcao demo-seed: this is not a demonstration: BALCAO_DEMO is not set.", file=sys.stderr)
        return 1
    is_new = demo.seed_if_empty(timezone.now())
    if not options.quiet:
        print("The demonstration is there." if is_new else "There are people already: nothing was added.")
    return 0
