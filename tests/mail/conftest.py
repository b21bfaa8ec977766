"""A mail server of a few lines that says what a test tells it to."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings


class MailServer:
    """Keeps the raw mails it took.

    `answers`: the reply to RCPT or DATA instead of 250; `refused`: the reply to RCPT of one address.
    """

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.mails: list[tuple[list[str], bytes]] = []
        self.answers: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                peer, _address = self.socket.accept()
            except OSError:
                return
            with peer, peer.makefile("rwb") as lines:
                self.talk(lines)

    def stop(self) -> None:
        """Closing alone would still let one more in: the thread that waits in `accept` holds the socket."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def talk(self, lines: object) -> None:
        def say(words: str) -> None:
            lines.write(words.encode() + b"\r\n")  # type: ignore[attr-defined]
            lines.flush()  # type: ignore[attr-defined]

        recipients: list[str] = []
        say("220 test")
        for line in iter(lines.readline, b""):  # type: ignore[attr-defined]
            verb = line.split(b" ")[0].strip().upper().decode()
            if verb == "RCPT":
                recipients.append(line.decode().partition("<")[2].partition(">")[0])
                say(self.refused.get(recipients[-1], self.answers.get("RCPT", "250 ok")))
            elif verb == "DATA" and "DATA" in self.answers:
                say(self.answers["DATA"])
            elif verb == "DATA":
                say("354 go")
                body = b"".join(iter(lines.readline, b".\r\n"))  # type: ignore[attr-defined]
                self.mails.append((recipients, body))
                recipients = []
                say("250 kept")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.MAIL_KEPT_LOCALLY = False
    yield server
    server.stop()
