"""What the web server runs: a guard in front, then Django's pages in threads, and live streams in none.

Pages go through WSGI threads because Django's own asynchronous path costs several times as much for each page.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from balcao.config.guard import App, Guard, Receive, Scope, Send

THREADS = 8


def build(*, threads: int = THREADS) -> App:
    """The whole application; `threads` pages are answered at once."""
    from balcao.config.wsgi import application

    # a2wsgi describes its arguments with types of its own, which Django's handler and our plain dicts both fit.
    pages: Any = WSGIMiddleware(cast(Any, application), workers=threads)
    return Guard(beside_streams(pages), body_limit=settings.REQUEST_MAX_BYTES)


def beside_streams(pages: App) -> App:
    """Streams stay open for hours: they wait in the event loop, where thousands of them have room."""
    from balcao.front.live.streams import PATH, stream

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        await (stream if scope["type"] == "http" and scope["path"] == PATH else pages)(scope, receive, send)

    return route
