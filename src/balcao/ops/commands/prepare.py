"""`balcao prepare`: everything that a new version needs before it is served. Run it again whenever in doubt."""

import argparse

HELP = "Make a version ready to serve: folders, database, translations, files for browsers. Repeating it is harmless."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(options: argparse.Namespace) -> int:
    from balcao.ops import catalogues, preparation

    preparation.prepare_folders()
    catalogues.compile_all()
    applied = preparation.prepare_database()
    collected = preparation.collect_static()
    if not options.quiet:
        print(f"Database: {f'{applied} migrations applied' if applied else 'up to date'}.")
        print(f"Files for browsers: {'collected' if collected else 'up to date'}.")
    return 0
