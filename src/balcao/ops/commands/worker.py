"""`balcao worker`: more workers, here or on another machine."""

import argparse
import signal
import sys
import threading
from datetime import timedelta

HELP = "Run jobs. Start as many as you like, on any machine that reaches the database."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="jobs run at once (1)")
    parser.add_argument(
        "--queue", action="append", dest="queues", metavar="NAME", help="only this queue; may be repeated"
    )
    parser.add_argument(
        "--lease",
        type=float,
        default=60,
        metavar="SECONDS",
        help="when a worker vanishes, its job is run again after so long (60)",
    )
    parser.add_argument(
        "--no-mail", action="store_true", help="fetch no mail from mailboxes (BALCAO_MAIL_FETCH=0 does the same)"
    )
    parser.add_argument(
        "--grace", type=float, default=30, metavar="SECONDS", help="how long a job may still run after SIGTERM (30)"
    )


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from balcao.jobs.crew import Crew
    from balcao.mail.transports.postroom import Postroom
    from balcao.ops.readiness import not_ready

    if problem := not_ready():
        print(f"balcao worker: {problem}", file=sys.stderr)
        return 1
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    crew = Crew(threads=options.threads, queues=options.queues, lease=timedelta(seconds=options.lease))
    # Said before the first job is taken: one may end this process at once.
    print(f"Working as {crew.name}. Ctrl-C ends it after the job in hand.", flush=True)
    crew.start()
    # Who serves one queue only serves nothing else.
    postroom = Postroom() if settings.MAIL_FETCH and not options.no_mail and not options.queues else None
    if postroom:
        postroom.start()
    asked_to_end.wait()
    if postroom:
        postroom.stop(within=1)
    if not crew.stop(within=options.grace):
        print("A job was still running: it is run again when its lease is over.", file=sys.stderr)
    return 0
