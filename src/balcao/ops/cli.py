"""`balcao <command>`: what operators do at the command line."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

COMMANDS = (
    *("serve", "worker", "prepare", "migrate", "createadmin", "doctor", "process", "mail", "messages", "demo"),
    "lmtp",
    "demo-seed",
    "manage",
)
"""Each is a module of `balcao.ops.commands`, with `_` for `-`."""


SIGN_NOTHING = frozenset({"balcao.ops.commands.process", "balcao.ops.commands.mail"})
"""They read files, also where nothing is set up yet: a secret of the moment will do."""


class Command(Protocol):
    """What such a module holds."""

    __name__: str
    HELP: str
    NEEDS_DJANGO: bool

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it, and answer the exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when it did not, 2 when it was not understood or not configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balcao.config.settings")
    options = parser().parse_args(arguments)
    command: Command = options.command
    if command.__name__ in SIGN_NOTHING and not getattr(getattr(options, "action", None), "NEEDS_SECRET_KEY", False):
        os.environ.setdefault("BALCAO_SECRET_KEY", secrets.token_hex(32))
    if command.NEEDS_DJANGO and (problem := set_up()):
        print(f"balcao: {problem}", file=sys.stderr)
        return 2
    try:
        return command.run(options)
    except KeyboardInterrupt:
        print()
        return 130


def parser() -> argparse.ArgumentParser:
    """The whole command line. Commands import Django only when they run, so that `--help` answers at once."""
    whole = argparse.ArgumentParser(prog="balcao", description="Balcão: the service desk whose heart is the portal.")
    choices = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        command = cast(Command, import_module(f"balcao.ops.commands.{name.replace('-', '_')}"))
        one = choices.add_parser(name, help=command.HELP, description=command.HELP)
        command.arguments(one)
        one.set_defaults(command=command)
    return whole


def set_up() -> str | None:
    """Load Django with our settings; a sentence about what is wrong with them, or None."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
