"""`balcao process …`: processes as files."""

import argparse
from importlib import import_module

HELP = "Bring processes over from Znuny and OTOBO, check, export and compare process documents."
NEEDS_DJANGO = True

ACTIONS = ("import", "check", "export", "diff", "list", "schema")
"""Each is a module `process_<action>` beside this one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    choices = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name in ACTIONS:
        action = import_module(f"balcao.ops.commands.process_{name}")
        one = choices.add_parser(name, help=action.HELP, description=action.HELP)
        action.arguments(one)
        one.set_defaults(action=action)


def run(options: argparse.Namespace) -> int:
    code: int = options.action.run(options)
    return code
