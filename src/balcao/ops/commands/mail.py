"""`balcao mail …`: mails at the command line."""

import argparse
from importlib import import_module

HELP = "Look at mails, take them in, fetch them."
NEEDS_DJANGO = False  # so that a file can be looked at anywhere, also without a database

ACTIONS = ("parse", "deliver", "fetch")
"""Each is a module `mail_<action>` beside this one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    choices = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name in ACTIONS:
        action = import_module(f"balcao.ops.commands.mail_{name}")
        one = choices.add_parser(name, help=action.HELP, description=action.HELP)
        action.arguments(one)
        one.set_defaults(action=action)


def run(options: argparse.Namespace) -> int:
    code: int = options.action.run(options)
    return code
