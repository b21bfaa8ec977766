"""`balcao mail deliver [--mailbox ADDRESS] < FILE`: takes one mail in, for mail servers that hand mail to a program.

Exit codes are those of sysexits.h, by which mail servers go: 0 once the mail is committed here, 75 (EX_TEMPFAIL) for
everything else, so that the server keeps the mail and tries again (security.md §2, 7).
"""

import argparse
import os
import sys

HELP = "Take in one mail from standard input (for a pipe of a mail server); 75 when it could not be kept."
KEPT, NOT_KEPT = 0, 75


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mailbox", metavar="ADDRESS", default="", help="the mailbox that it is for, by its address")
    parser.add_argument("--from", dest="envelope_from", metavar="ADDRESS", help="sender of the envelope")
    parser.add_argument(
        "--to", dest="envelope_to", metavar="ADDRESS", action="append", default=[], help="recipient of the envelope"
    )


def run(options: argparse.Namespace) -> int:
    """Whatever goes wrong, the server keeps the mail; also what nobody foresaw."""
    try:
        return _deliver(options)
    except BaseException as error:
        print(f"balcao: the mail was not kept: {type(error).__name__}: {error}", file=sys.stderr)
        return NOT_KEPT


def _deliver(options: argparse.Namespace) -> int:
    from balcao.mail.reading import MOST_BYTES, read_at_most

    content = read_at_most(sys.stdin.buffer, MOST_BYTES)
    if not content:
        print("balcao: nothing came in", file=sys.stderr)
        return NOT_KEPT
    if not os.environ.get("BALCAO_SECRET_KEY"):
        os.environ["BALCAO_SECRET_KEY"] = "unused: nothing is signed when a mail is kept"
    import django

    django.setup()
    return _keep(content, options)


def _keep(content: bytes, options: argparse.Namespace) -> int:
    from django.utils import timezone

    from balcao.mail.intake import NOBODY, keep
    from balcao.mail.mailboxes import mailbox_for

    sender = os.environ.get("SENDER", "") if options.envelope_from is None else options.envelope_from or NOBODY
    mailbox = mailbox_for([options.mailbox]) if options.mailbox else None
    if options.mailbox and mailbox is None:
        print(f"balcao: no active mailbox has the address {options.mailbox}", file=sys.stderr)
        return NOT_KEPT
    keep(
        content=content,
        channel="pipe",
        mailbox=mailbox,
        now=timezone.now(),
        envelope_from=sender,
        envelope_to=options.envelope_to or [one for one in [os.environ.get("RECIPIENT", "")] if one],
    )
    return KEPT
