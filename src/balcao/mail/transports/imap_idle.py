"""IDLE (RFC 2177): the server calls us. By hand, as imap-tools takes a line that was cut for one that is silent."""

from __future__ import annotations

import imaplib
import io
import select
import ssl
import time
from collections.abc import Callable

IDLE_FOR = 9 * 60.0
"""Seconds until it is begun anew: less than the 29 minutes of the RFC, as routers forget a line that is silent."""

SLICE = 0.5
"""Seconds: so often a wait looks whether it should end."""


class Idle:
    """Begun when it is made. Raises OSError and imaplib's errors."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self.client = client
        self.has_news = False
        self.tag: bytes = client._command("IDLE")
        while (line := client._get_response()) is not None:
            # What came in since the last command is said before the server says that it listens.
            self._hear(line)
            if client.tagged_commands[self.tag]:
                raise client.abort(f"IDLE: {line[:200]!r}")

    def listen(self, go_on: Callable[[], bool], seconds: float) -> None:
        """Until there is news, the time is over, or `go_on`, which is asked twice a second, says no."""
        end = time.monotonic() + seconds
        while not self.has_news and go_on() and time.monotonic() < end:
            if self._is_readable():
                self._hear(self.client._get_response())

    def end(self) -> None:
        """Commands may be given again."""
        self.client.send(b"DONE\r\n")
        while not self.client.tagged_commands[self.tag]:
            self._hear(self.client._get_response())
        del self.client.tagged_commands[self.tag]

    def _is_readable(self) -> bool:
        if self._has_more():
            return True
        poller = select.poll()
        poller.register(self.client.sock.fileno(), select.POLLIN)
        return bool(poller.poll(SLICE * 1000))

    def _has_more(self) -> bool:
        """Whether a line was read from the socket already, behind another one."""
        if getattr(self.client, "_readbuf", None):  # Python 3.14
            return True
        sock = self.client.sock
        patience = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(self._file().peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            sock.settimeout(patience)

    def _file(self) -> io.BufferedReader:
        file: io.BufferedReader = (
            vars(self.client).get("_file") or vars(self.client)["file"]
        )  # since Python 3.14, before
        return file

    def _hear(self, line: bytes | None) -> None:
        said = (line or b"").upper()
        if said.startswith(b"* BYE"):
            raise self.client.abort("the server said goodbye")
        if said.endswith((b" EXISTS", b" RECENT")):
            self.has_news = True
