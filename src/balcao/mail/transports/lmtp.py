"""Mail that a mail server hands over: LMTP (RFC 2033), or SMTP (RFC 5321). A yes means that it is committed here.

Only for addresses that are ours, so that nothing can be relayed; whatever goes wrong here is a 4xx, and the mail stays
where it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parseaddr
from functools import partial
from pathlib import Path
from typing import Any, AnyStr, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from balcao.mail import health
from balcao.mail.intake import NOBODY, keep
from balcao.mail.mailboxes import mailbox_for, plain_address
from balcao.mail.reply_address import is_shaped_like_one

log = logging.getLogger("balcao.mail")

MOST_CONNECTIONS = 40
MOST_RECIPIENTS = 100
HANDS = 4
"""Mails that are kept at once."""

SILENCE = 120.0
"""Seconds until a peer that says nothing is hung up on."""

LONGEST_LINE = 1024 * 1024
"""Bytes. RFC 5321 allows 998; programs that know no limit write longer ones, and a mail is worth more than a rule."""

LATER = "451 4.3.0 Not now: it could not be kept. Try again later."
T = TypeVar("T")


def is_ours(address: str) -> bool:
    """A mailbox or an alias of one, with or without a plus tag; an address to answer to; where bounces come back."""
    domain = address.rpartition("@")[2].lower()
    if settings.MAIL_REPLY_DOMAIN and domain == settings.MAIL_REPLY_DOMAIN.lower() and is_shaped_like_one(address):
        return True
    if plain_address(address) == plain_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]):
        return True
    return mailbox_for([address]) is not None


def take(content: bytes, sender: str, recipients: list[str]) -> int:
    """The id of the mail, committed. Raises whatever the database does."""
    mailbox = mailbox_for(recipients)
    now = timezone.now()
    mail = keep(content=content, channel="lmtp", mailbox=mailbox, now=now, envelope_from=sender, envelope_to=recipients)
    if mailbox is not None:
        health.got_mail(mailbox.pk, now=now)
    return mail.pk


class Handler:
    """What aiosmtpd asks. The database is asked in threads of their own."""

    def __init__(self) -> None:
        self.hands = ThreadPoolExecutor(HANDS, thread_name_prefix="lmtp")
        self.busy = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            ours = await self._in_a_thread(is_ours, address)
        except Exception:
            log.exception("Who takes mail in cannot be looked up")
            return LATER
        if not ours:
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        assert content is not None
        self.busy += 1
        try:
            mail_id = await self._in_a_thread(take, content, _sender(envelope), list(envelope.rcpt_tos))
        except Exception:
            log.exception("A mail that was handed over cannot be kept")
            return LATER
        finally:
            self.busy -= 1
        return f"250 2.0.0 Kept as {mail_id}"

    async def handle_exception(self, error: Exception) -> str:
        log.error("A line to a mail server broke", exc_info=error)
        return LATER

    async def _in_a_thread(self, function: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.hands, partial(_with_connection, function, *given))


def _sender(envelope: Envelope) -> str:
    """`<>` for the empty sender of bounces and automatic answers (RFC 5321 §4.5.5)."""
    return envelope.mail_from or NOBODY


def _with_connection(function: Callable[..., T], *given: Any) -> T:
    close_old_connections()
    try:
        return function(*given)
    finally:
        close_old_connections()


class SmtpLine(SMTP):
    line_length_limit = LONGEST_LINE


class LmtpLine(LMTP):
    """After the data each recipient gets an answer of its own (RFC 2033, 4.2), also when it is a no."""

    line_length_limit = LONGEST_LINE
    answers_wanted = 0

    async def smtp_DATA(self, arg: str) -> None:
        self.answers_wanted = 0
        try:
            await super().smtp_DATA(arg)
        finally:
            self.answers_wanted = 0

    async def push(self, status: AnyStr) -> None:
        times = max(1, self.answers_wanted)
        if str(status).startswith("354") and self.envelope is not None:
            self.answers_wanted = len(self.envelope.rcpt_tos)
        for _number in range(times):
            await super().push(status)


class Door:
    """One address at which mail is handed over; `most` lines at once, further ones are asked to come back."""

    def __init__(self, *, speaks_smtp: bool = False, hostname: str = "localhost", most: int = MOST_CONNECTIONS) -> None:
        self.handler = Handler()
        self.kind = SmtpLine if speaks_smtp else LmtpLine
        self.hostname, self.most = hostname, most
        self.count = 0
        self.lines: set[asyncio.BaseTransport] = set()

    async def open(self, *, host: str = "", port: int = 0, socket: str = "") -> asyncio.AbstractServer:
        """Listen on a port, or on a socket in the file system. Raises OSError."""
        loop = asyncio.get_running_loop()
        if not socket:
            return await loop.create_server(self._line, host=host, port=port)
        Path(socket).unlink(missing_ok=True)
        server = await loop.create_unix_server(self._line, path=socket)
        Path(socket).chmod(0o660)
        return server

    async def close(self, server: asyncio.AbstractServer, *, within: float) -> None:
        """Mails in hand are kept; lines on which nothing is kept any more are cut."""
        server.close()
        end = asyncio.get_running_loop().time() + within
        while self.handler.busy and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.02)
        for line in list(self.lines):
            line.close()
        self.handler.hands.shutdown(wait=False)

    def _line(self) -> asyncio.Protocol:
        if self.count >= self.most:
            return Full()
        # Here, not when it is made: several are accepted before the first is.
        self.count += 1
        door = self

        class Counted(self.kind):  # type: ignore[misc, name-defined]
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                door.lines.add(transport)
                self.counted = transport
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                door.count -= 1
                door.lines.discard(self.counted)
                super().connection_lost(error)

        line: asyncio.Protocol = Counted(
            self.handler,
            data_size_limit=settings.MAIL_MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname=self.hostname,
            ident="Balcao",
            timeout=SILENCE,
            loop=asyncio.get_running_loop(),
        )
        return line


class Full(asyncio.Protocol):
    """There is no line free: come back."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
        transport.close()
