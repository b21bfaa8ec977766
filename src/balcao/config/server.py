"""What the web server runs: a guard in front, then Django's pages in threads.

Pages go through WSGI threads because Django's own asynchronous path costs several times as much for each page.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from balcao.config.guard import App, Guard

THREADS = 8


def build(*, threads: int = THREADS) -> App:
    """The whole application; `threads` pages are answered at once."""
    from balcao.config.wsgi import application

    # a2wsgi describes its arguments with types of its own, which Django's handler and our plain dicts both fit.
    pages: Any = WSGIMiddleware(cast(Any, application), workers=threads)
    return Guard(pages, body_limit=settings.REQUEST_MAX_BYTES)
