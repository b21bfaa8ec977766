"""Runs uvicorn and the workers together, and ends both within three seconds."""

from __future__ import annotations

import errno
import logging
import os
import resource
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType

import uvicorn
from django.conf import settings
from django.utils import autoreload
from django.utils.module_loading import import_string

from balcao.jobs.crew import Crew
from balcao.live.hub import HUB
from balcao.mail.transports.postroom import Postroom

PAGES_MAY_TAKE = 1.5
JOBS_MAY_TAKE = 1.0
"""Seconds after SIGTERM. A page that takes longer is cut; a job is run again when its lease is over."""

MOST_SOCKETS = 65_536


class PortBusy(RuntimeError):
    """Nobody can listen there; the message says what to do."""


class Server(uvicorn.Server):
    """uvicorn, which tells the workers and the open streams of the signal as soon as it comes."""

    crew: Crew | None = None
    postroom: Postroom | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.crew is not None:
            self.crew.ending.set()
        if self.postroom is not None:
            self.postroom.ending.set()
        HUB.end()
        super().handle_exit(sig, frame)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where to listen, how many pages and jobs at once, and whether mail is fetched from mailboxes here."""

    host: str
    port: int
    threads: int
    jobs: int
    fetches_mail: bool = False
    access_log: bool = False
    is_quiet: bool = False


def serve(plan: Plan, *, reload: bool = False) -> int:
    """Serve until SIGTERM or Ctrl-C. Raises PortBusy before anything is started."""
    if reload:
        autoreload.run_with_reloader(_serve, plan)
        return 0
    return _serve(plan)


def _serve(plan: Plan) -> int:
    allow_sockets()
    listener = listen(plan.host, plan.port)
    server = Server(configuration(plan.threads, access_log=plan.access_log))
    server.crew = Crew(threads=plan.jobs) if plan.jobs else None
    server.postroom = Postroom() if plan.fetches_mail else None
    if threading.current_thread() is threading.main_thread():
        # uvicorn raises the signal again after its own shutdown: by then it must not kill us with an error's exit code.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
    if server.crew:
        server.crew.start()
    if server.postroom:
        server.postroom.start()
    if not plan.is_quiet:
        print(f"Serving {settings.BASE_URL} (listening on {plan.host}:{plan.port}). Ctrl-C ends it.", flush=True)
    server.run(sockets=[listener])
    end = time.monotonic() + JOBS_MAY_TAKE
    if server.postroom:
        server.postroom.stop(within=JOBS_MAY_TAKE)
    if server.crew:
        server.crew.stop(within=max(0.0, end - time.monotonic()))
    logging.shutdown()
    sys.stdout.flush()
    # A thread that is stuck in a page or a job would keep the interpreter from ending.
    os._exit(0)


def allow_sockets() -> None:
    """Each open stream is a file: many systems allow 1,024 until a program asks for more."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_SOCKETS if hard == resource.RLIM_INFINITY else min(hard, MOST_SOCKETS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def configuration(threads: int, *, access_log: bool = False) -> uvicorn.Config:
    """How uvicorn runs: no `Server` header, no faith in forwarding headers (Django decides), limits on waiting."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # By name: config stands above ops.
    build = import_string("balcao.config.server.build")
    return uvicorn.Config(
        build(threads=threads),
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=access_log,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=PAGES_MAY_TAKE,  # type: ignore[arg-type]  # asyncio takes fractions
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises PortBusy with a sentence for the operator."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortBusy(_why(error, host, port)) from error
    listener.set_inheritable(True)
    return listener


def _why(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"port {port} is taken by another program. End it, or choose another: --port {min(port + 1, 65535)}"
    if number == errno.EACCES:
        return f"this user may not listen on port {port}. Choose one above 1023: --port 8000"
    return f"cannot listen on {host}:{port} ({error}). Check --host and --port."
