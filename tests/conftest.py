"""Fixtures that every folder of tests may use. People come from `tests.cast`; servers and browsers from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from balcao.people.models import User
    from tests.cast import Cast

pytest_plugins = ["tests.browser", "tests.dovecot"]


@pytest.fixture
def now() -> datetime:
    """The instant at which the cast lives: a Monday morning within office hours."""
    from tests.cast import NOW

    return NOW


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A function that gives a test client in which this person is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """A function that runs every job that is due, and those that they enqueue, in this thread; answers how many."""
    from balcao.jobs.worker import run_due

    return run_due


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing kept from one test reaches the next.

    The cache is a table without a model: rolled back with other tests, but not emptied after transactional ones.
    """
    marker = request.node.get_closest_marker("django_db")
    is_transactional = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if is_transactional:
        request.getfixturevalue("_django_db_helper")  # so that this fixture ends before the database is closed to tests
    yield
    if is_transactional:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def nothing_kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps in memory (the site's row, parsed documents by their id) is of another test's database.

    Within a test it is kept: on a slow machine it would be read anew in the middle, and queries could not be counted.
    """
    from balcao.processes import definitions
    from balcao.site import current
    from balcao.tickets import desk_counts, known_tags

    desk_counts.forget_counts()
    known_tags.forget_tags()
    current.forget_site()
    definitions.forget()
    if request.node.get_closest_marker("browser") is None:
        monkeypatch.setattr(current, "KEPT_SECONDS", 3600.0)
        monkeypatch.setattr(desk_counts, "SECONDS_KEPT", 3600.0)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast of `tests.cast`, saved."""
    from tests.cast import make_cast

    return make_cast()
