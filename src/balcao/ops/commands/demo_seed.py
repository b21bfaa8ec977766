"""`balcao demo-seed`: the believable company that `bin/demo` shows."""

import argparse
import sys

HELP = "Fill an empty database with the demonstration (only with BALCAO_DEMO=1)."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from balcao.ops import demo
    from balcao.people.models import User

    if not settings.DEMO:
        # Its passwords are known to everybody.
        print("balcao demo-seed: this is not a demonstration: BALCAO_DEMO is not set.", file=sys.stderr)
        return 1
    if User.objects.exists():
        if not options.quiet:
            print("There are people already: nothing was added.")
        return 0
    with transaction.atomic():  # all of it, or it is tried again at the next start
        demo.seed(timezone.now())
    if not options.quiet:
        print("The demonstration is there.")
    return 0
