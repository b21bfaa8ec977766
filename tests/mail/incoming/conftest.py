from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from balcao.mail.models import Mailbox
from tests.cast import Cast
from tests.mail.incoming.letters import mailbox


@pytest.fixture(autouse=True)
def takes_mail(settings: Settings) -> None:
    """Our mails ask to be answered; nobody asks the DNS."""
    settings.MAIL_REPLY_DOMAIN = "resposta.balcao.example"
    settings.MAIL_CHECKS_DKIM = False


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    """Opens tickets of «Nota fiscal rejeitada»."""
    return mailbox(cast.rejected)
