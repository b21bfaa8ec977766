from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from balcao.mail.models import Mailbox
from balcao.mail.transports import oauth
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mailbox

MakeBox = Callable[..., Mailbox]


@pytest.fixture(autouse=True)
def this_machine_may_be_reached(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1", "localhost"]


@pytest.fixture(autouse=True)
def no_token_of_before() -> None:
    oauth._tokens.clear()


@pytest.fixture
def box(db: None, dovecot: Dovecot) -> MakeBox:
    """A function that makes a mailbox of its own on the real server."""

    def make(**given: Any) -> Mailbox:
        user = f"u{uuid4().hex[:10]}"
        return a_mailbox(user, **{"port": dovecot.imap, **given})

    return make
