"""Mailboxes of the tests."""

from typing import Any

from balcao.mail.intake import raw_bytes
from balcao.mail.models import IncomingMail, Mailbox, MailboxKind, Security
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


def a_mail(number: int, *, size: int = 0, author: str = "marina@acme.example") -> bytes:
    """With lines that end as on the wire, so that a server gives it back byte for byte."""
    filling = "".join(f"{line:070}\r\n" for line in range(size // 72))
    return (
        f"From: Marina <{author}>\r\nTo: suporte@balcao.example\r\nSubject: Nota {number}\r\n"
        f"Message-ID: <mail-{number}@acme.example>\r\nDate: Mon, 23 Nov 2026 10:12:00 -0300\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nNúmero {number}\r\n.ponto\r\n{filling}"
    ).encode()


def kept_bytes() -> list[bytes]:
    """Every mail that is kept, in the order of its bytes."""
    return sorted(raw_bytes(mail) for mail in IncomingMail.objects.all())
