"""`balcao serve`: the portal and a worker in one process."""

import argparse
import sys

HELP = "Serve the portal, with a worker for jobs in the same process."
NEEDS_DJANGO = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers-threads", type=int, default=8, metavar="N", help="pages answered at once (8)")
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="jobs run at once; 0 leaves them to others (1)"
    )
    parser.add_argument(
        "--no-mail", action="store_true", help="fetch no mail from mailboxes (BALCAO_MAIL_FETCH=0 does the same)"
    )
    parser.add_argument("--access-log", action="store_true", help="write a line per request to stderr")
    parser.add_argument("--reload", action="store_true", help="start again when code changes (development)")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from balcao.ops.readiness import not_ready
    from balcao.ops.server import Plan, PortBusy, serve

    if problem := not_ready():
        print(f"balcao serve: {problem}", file=sys.stderr)
        return 1
    try:
        return serve(
            Plan(
                host=options.host,
                port=options.port,
                threads=options.workers_threads,
                jobs=options.jobs,
                fetches_mail=settings.MAIL_FETCH and not options.no_mail and options.jobs > 0,
                access_log=options.access_log,
            ),
            reload=options.reload,
        )
    except PortBusy as busy:
        print(f"balcao serve: {busy}", file=sys.stderr)
        return 1
