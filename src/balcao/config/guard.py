"""Stands before the application: limits bodies, and takes slow ones in without holding a thread that answers pages."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils import translation
from django.utils.translation import gettext as _

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CHUNK = 256 * 1024
IN_MEMORY = 1024 * 1024
SILENCE = 30.0
"""Seconds without a byte of the body after which the sender is taken to be gone."""


class TooLarge(Exception):
    """The body is longer than may be sent at once."""


class Stalled(Exception):
    """The sender stopped sending."""


class Gone(Exception):
    """The sender hung up."""


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: App, *, body_limit: int, silence: float = SILENCE) -> None:
        self.app = app
        self.body_limit = body_limit
        self.silence = silence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # WSGI turns "-" into "_": `X_Forwarded_For` would arrive as the header that a proxy sets.
        headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        if not has_body(headers):
            await self.app({**scope, "headers": headers}, receive, send)
            return
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                size = await self.take_in(body, receive, declared_length(headers))
            except Gone:
                return
            except TooLarge:
                await refuse(send, headers, 413, limit=self.body_limit)
                return
            except Stalled:
                await refuse(send, headers, 408, limit=self.body_limit)
                return
            body.seek(0)
            await self.app({**scope, "headers": with_length(headers, size)}, replay(body, size, receive), send)

    async def take_in(self, body: IO[bytes], receive: Receive, declared: int) -> int:
        """Store the body as it comes and answer its size; raises TooLarge, Stalled or Gone.

        Up to twice the limit is read and thrown away before it is refused: a browser that is still sending would
        not read the answer.
        """
        size, more = 0, declared <= self.body_limit * 2
        while more:
            try:
                message = await asyncio.wait_for(receive(), timeout=self.silence)
            except TimeoutError as error:
                raise Stalled from error
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size <= self.body_limit:
                body.write(chunk)
            more = message.get("more_body", False) and size <= self.body_limit * 2
        if max(size, declared) > self.body_limit:
            raise TooLarge
        return size


def has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request with these headers carries one."""
    return any(name in {b"content-length", b"transfer-encoding"} and value != b"0" for name, value in headers)


def declared_length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """What Content-Length promises; 0 when it says nothing."""
    value = dict(headers).get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0


def with_length(headers: list[tuple[bytes, bytes]], size: int) -> list[tuple[bytes, bytes]]:
    """The headers of the body as it was taken in: WSGI knows no chunks, only a length."""
    kept = [pair for pair in headers if pair[0] not in {b"content-length", b"transfer-encoding"}]
    return [*kept, (b"content-length", str(size).encode())]


def replay(body: IO[bytes], size: int, receive: Receive) -> Receive:
    """A `receive` that gives the stored body, and after it whatever really comes."""
    sent = 0

    async def again() -> Message:
        nonlocal sent
        if sent >= size > 0 or (size == 0 and sent < 0):
            return await receive()
        chunk = body.read(CHUNK)
        sent = sent + len(chunk) if size else -1
        return {"type": "http.request", "body": chunk, "more_body": 0 < sent < size}

    return again


async def refuse(send: Send, headers: list[tuple[bytes, bytes]], status: int, *, limit: int) -> None:
    """A small page of its own: the application has not seen the request."""
    with translation.override(reader_language(headers)):
        if status == 413:
            title = _("Too much was sent at once")
            text = _("Send at most %(megabytes)s MB at a time. Nothing was stored.") % {"megabytes": limit // 1024**2}
        else:
            title = _("The sending stopped halfway")
            text = _("The connection was silent for too long. Nothing was stored. Go back and send it again.")
        language = translation.get_language()
    page = (
        f'<!doctype html><html lang="{html.escape(language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p></html>"
    ).encode()
    answer = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(page)).encode()),
        (b"content-security-policy", b"default-src 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": answer})
    await send({"type": "http.response.body", "body": page})


def reader_language(headers: list[tuple[bytes, bytes]]) -> str:
    """The first language of Accept-Language that we speak, or the site's."""
    from django.conf import settings

    accepted = dict(headers).get(b"accept-language", b"").decode("latin-1")
    for part in accepted.split(",")[:10]:
        try:
            return translation.get_supported_language_variant(part.partition(";")[0].strip().lower())
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
