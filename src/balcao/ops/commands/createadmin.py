"""`balcao createadmin`: the first administrator is made here, never in a browser."""

import argparse
import getpass
import sys

HELP = "Make an administrator. Asks what it is not told; with --email and --name it prints a temporary password."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", help="the administrator's e-mail")
    parser.add_argument("--name", help="first and last name")
    parser.add_argument("--username", help="user name to sign in with (default: the e-mail's part before the @)")
    parser.add_argument(
        "--reset", action="store_true", help="the administrator exists: give a new temporary password (needs --email)"
    )


def run(options: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from balcao.ops import administrators

    try:
        if options.reset:
            if not options.email:
                raise ValidationError("Say whose password: --email person@example.com")
            user, password = administrators.reset(email=options.email, now=timezone.now())
        elif options.email and options.name:
            user, password = administrators.make_with_temporary_password(
                email=options.email, name=options.name, username=options.username or "", now=timezone.now()
            )
        else:
            return ask(options)
    except ValidationError as error:
        return explain(error)
    print(f"Administrator {user.name} signs in as: {user.username}")
    print(f"Temporary password, valid for {administrators.TEMPORARY.days} days and shown only now: {password}")
    print("It must be changed at the first sign-in.")
    return 0


def ask(options: argparse.Namespace) -> int:
    """Ask for what is missing, and for a password that the person chooses; nothing is stored until all is right."""
    from django.core.exceptions import ValidationError

    from balcao.ops import administrators

    if not sys.stdin.isatty():
        print("balcao createadmin: there is nobody to ask. Give --email and --name.", file=sys.stderr)
        return 1
    name = options.name or input("Name: ")
    email = options.email or input("E-mail: ")
    proposal = options.username or email.partition("@")[0]
    username = options.username or input(f"User name [{proposal}]: ") or proposal
    while True:
        password = getpass.getpass("Password (12 characters or more): ")
        if password != getpass.getpass("The same again: "):
            print("The two are not the same.", file=sys.stderr)
            continue
        try:
            user = administrators.make(email=email, name=name, username=username, password=password)
        except administrators.WeakPassword as error:
            explain(error)
            continue
        except ValidationError as error:
            return explain(error)
        print(f"Administrator {user.name} signs in as: {user.username}")
        return 0


def explain(error: Exception) -> int:
    """Every reason on a line of its own, on stderr; answers the exit code."""
    for message in getattr(error, "messages", [str(error)]):
        print(f"balcao createadmin: {message}", file=sys.stderr)
    return 1
