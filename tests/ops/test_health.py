"""What a load balancer asks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client


@pytest.fixture
def database_away(transactional_db: None) -> Iterator[None]:
    """The same database, at an address where nothing is."""
    connection = connections["default"]
    connection.close()
    before: dict[str, Any] = dict(connection.settings_dict)
    is_sqlite = connection.vendor == "sqlite"
    connection.settings_dict.update(
        {"NAME": "/nonexistent/database"} if is_sqlite else {"HOST": "127.0.0.1", "PORT": "9"}
    )
    yield
    connection.settings_dict.update(before)
    connection.close()


@pytest.mark.django_db
def test_a_healthy_portal_says_so_and_nothing_else(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("database_away")
def test_without_its_database_it_is_unavailable_and_tells_no_address(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unreachable"}


@pytest.mark.django_db
def test_health_is_read_and_never_written(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
