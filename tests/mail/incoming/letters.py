"""Mails as strangers, customers and agents write them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from balcao.catalog.models import Offer
from balcao.jobs.worker import run_due
from balcao.mail.intake import keep
from balcao.mail.models import IncomingMail, Mailbox, MailboxKind
from tests.cast import NOW

DESK = "suporte@atende.example"


def mailbox(offer: Offer | None = None, **fields: object) -> Mailbox:
    """Where people write to; opens tickets of `offer`."""
    given = {"name": "Suporte", "address": DESK, "kind": MailboxKind.HANDED, "offer": offer, **fields}
    return Mailbox.objects.create(**given)


def letter(
    by: str,
    body: str = "Segue o que falta.",
    *,
    to: Sequence[str] = (DESK,),
    subject: str = "Nota 3512 rejeitada",
    files: Sequence[tuple[str, str, bytes]] = (),
    html: str = "",
    headers: Mapping[str, str] | None = None,
    **more: str,
) -> bytes:
    """`by`: the From header as it stands. `headers` and `more`: `in_reply_to="<…>"` becomes In-Reply-To."""
    mail = EmailMessage()
    mail["From"] = by
    mail["To"] = ", ".join(to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(NOW)
    given = {name.replace("_", "-").title(): value for name, value in {**(headers or {}), **more}.items()}
    mail["Message-ID"] = given.pop("Message-Id", make_msgid(domain="acme.example"))
    for name, value in given.items():
        mail[name] = value
    mail.set_content(body)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


def arrive(raw: bytes, *, box: Mailbox | None = None, now: datetime = NOW, **given: object) -> IncomingMail:
    """Kept, then sorted by a worker; the row as it is then."""
    kept = keep(content=raw, channel="lmtp", mailbox=box, now=now, **given)  # type: ignore[arg-type]
    run_due(queues=["mail"])
    return IncomingMail.objects.get(pk=kept.pk)
