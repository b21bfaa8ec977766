"""The cast, and a browser in which the administrator is signed in."""

import pytest
from django.test import Client

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "pt-br"})
    client.force_login(cast.alice)
    return client
