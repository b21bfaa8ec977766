"""`balcao manage …`: Django's own commands (shell, dbshell, makemigrations …) with the product's settings."""

import argparse

HELP = "Run one of Django's own commands, for example: balcao manage shell"
NEEDS_DJANGO = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="the command and its arguments")


def run(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["balcao manage", *options.rest])
    return 0
