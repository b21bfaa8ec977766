"""`balcao lmtp`: a mail server hands mail over here."""

import argparse
import asyncio
import signal
import socket
import sys

HELP = "Take mail from a mail server by LMTP (or SMTP), only for addresses of mailboxes and answers."
NEEDS_DJANGO = True

MAILS_MAY_TAKE = 5.0
"""Seconds that a mail in hand may still take after SIGTERM."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=2424, help="port to listen on (2424)")
    parser.add_argument("--socket", metavar="PATH", default="", help="listen on this socket instead of a port")
    parser.add_argument("--smtp", action="store_true", help="speak SMTP instead of LMTP")
    parser.add_argument("--connections", type=int, default=40, metavar="N", help="lines at once (40)")


def run(options: argparse.Namespace) -> int:
    from balcao.ops.readiness import not_ready

    if problem := not_ready():
        print(f"balcao lmtp: {problem}", file=sys.stderr)
        return 1
    try:
        asyncio.run(serve(options))
    except OSError as error:
        where = options.socket or f"{options.host}:{options.port}"
        print(f"balcao lmtp: cannot listen on {where}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


async def serve(options: argparse.Namespace) -> None:
    from balcao.mail.transports.lmtp import Door

    ending = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ending.set)
    door = Door(speaks_smtp=options.smtp, hostname=socket.gethostname(), most=options.connections)
    server = await door.open(host=options.host, port=options.port, socket=options.socket)
    where = options.socket or ":".join(str(part) for part in server.sockets[0].getsockname()[:2])  # type: ignore[attr-defined]
    print(f"Taking mail by {'SMTP' if options.smtp else 'LMTP'} on {where}. Ctrl-C ends it.", flush=True)
    await ending.wait()
    await door.close(server, within=MAILS_MAY_TAKE)
