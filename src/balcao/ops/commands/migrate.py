"""`balcao migrate`: the database as this version expects it."""

import argparse

HELP = "Bring the database up to this version. `balcao prepare` does this and the rest."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from balcao.ops.preparation import prepare_database

    applied = prepare_database()
    if not options.quiet:
        print(f"Applied {applied} migrations." if applied else "The database is up to date.")
    return 0
