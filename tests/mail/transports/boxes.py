"""Mailboxes of the tests."""

from typing import Any

from balcao.mail.models import Mailbox, MailboxKind, Security
from balcao.mail.secrets import seal


def a_mailbox(name: str = "suporte", **given: Any) -> Mailbox:
    """An IMAP mailbox on this machine, unless `given` says otherwise."""
    usual: dict[str, Any] = {
        "name": name,
        "address": f"{name}@balcao.example",
        "kind": MailboxKind.IMAP,
        "host": "127.0.0.1",
        "security": Security.NONE,
        "username": name,
        "secret": seal("segredo"),
    }
    return Mailbox.objects.create(**{**usual, **given})
