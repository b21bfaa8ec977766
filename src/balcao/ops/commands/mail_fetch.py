"""`balcao mail fetch [--mailbox NAME] [--once]`: fetch mail here and now, for operators and cron."""

import argparse
import signal
import sys
import threading
import time

HELP = "Fetch mail from mailboxes and folders, until Ctrl-C or only once. `balcao serve` does so by itself."
NEEDS_SECRET_KEY = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mailbox", metavar="NAME", help="only this one, by name or address")
    parser.add_argument("--once", action="store_true", help="look once and end; 1 when a mailbox could not be read")
    parser.add_argument(
        "--wait", type=float, default=0, metavar="SECONDS", help="for another process to let go of it (0)"
    )


def run(options: argparse.Namespace) -> int:
    from balcao.ops.cli import set_up

    if problem := set_up():
        print(f"balcao: {problem}", file=sys.stderr)
        return 2
    return fetch_once(options) if options.once else fetch_on(options)


def fetch_once(options: argparse.Namespace) -> int:
    """Each in turn; one that fails keeps no other one waiting."""
    from django.db.models import Q

    from balcao.mail.models import Mailbox
    from balcao.mail.transports.postroom import KINDS

    wanted = Mailbox.objects.filter(is_active=True, kind__in=KINDS)
    if options.mailbox:
        wanted = wanted.filter(Q(name=options.mailbox) | Q(address__iexact=options.mailbox))
        if not wanted.exists():
            print(f"balcao: no mailbox that is fetched from is called {options.mailbox}", file=sys.stderr)
            return 1
    results = [fetch_one(mailbox.pk, mailbox.name, options.wait) for mailbox in wanted]
    return 0 if all(results) else 1


def fetch_one(mailbox_id: int, name: str, patience: float) -> bool:
    """Says how it went; False when it did not."""
    from django.utils import timezone

    from balcao.mail.holds import holder_of, take_hold
    from balcao.mail.models import Mailbox
    from balcao.mail.transports.trouble import InTrouble
    from balcao.mail.transports.visits import visit_once

    end = time.monotonic() + patience
    while (hold := take_hold(mailbox_id, now=timezone.now())) is None:
        if time.monotonic() >= end:
            print(f"{name}: {holder_of(mailbox_id, now=timezone.now()) or 'another process'} is at it.")
            return True
        time.sleep(0.2)
    try:
        kept = visit_once(Mailbox.objects.get(pk=mailbox_id))
    except InTrouble as trouble:
        print(f"{name}: {trouble.trouble.value}: {trouble}", file=sys.stderr)
        return False
    finally:
        hold.let_go()
    now = Mailbox.objects.get(pk=mailbox_id)
    print(f"{name}: {kept} kept." + (f" Not kept: {now.last_error}" if now.failing_since else ""))
    return now.failing_since is None


def fetch_on(options: argparse.Namespace) -> int:
    from balcao.mail.transports.postroom import Postroom

    if options.mailbox:
        print("balcao: --mailbox goes with --once", file=sys.stderr)
        return 2
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    postroom = Postroom()
    print("Fetching mail. Ctrl-C ends it.", flush=True)
    postroom.start()
    asked_to_end.wait()
    postroom.stop(within=1)
    return 0
