"""A real server for streams."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from balcao.people.models import User
from tests.browser import LivePortal
from tests.live.sse import Listening, session_of

Listen = Callable[..., Listening]


@pytest.fixture
def listen(live_portal: LivePortal) -> Iterator[Listen]:
    """A function that opens a stream: `listen(user, topics=…, session=…)`; without a user as a guest."""
    opened: list[Listening] = []
    port = int(live_portal.url.rpartition(":")[2])

    def make(user: User | None = None, topics: Iterable[str] = (), session: str = "") -> Listening:
        one = Listening(port, session or (session_of(user) if user else ""), topics)
        opened.append(one)
        return one

    yield make
    for one in opened:
        one.cut()
