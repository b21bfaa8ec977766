"""Mail that came in: one mailbox and a few mails of several fates, kept and sorted as real ones are."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from balcao.catalog.models import Offer
from balcao.jobs.models import Job
from balcao.mail.incoming_jobs import sort_mail, sort_now
from balcao.mail.intake import keep
from balcao.mail.models import IncomingMail, Mailbox, MailboxKind
from balcao.site.current import current_site
from balcao.tickets.models import Ticket

BOUNCE = """\
From: Mail Delivery System <mailer-daemon@seara.example>
To: {to}
Date: {date}
Message-ID: <devolvido.1@seara.example>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="parte"

--parte
Content-Type: text/plain; charset=utf-8

A mensagem abaixo nao foi entregue.

--parte
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.seara.example

Final-Recipient: rfc822; compras@seara.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 Usuario desconhecido

--parte--
"""


def seed_mails(now: datetime) -> None:
    """The mails of the last hours. Outside a transaction, like every mail that comes in."""
    site = current_site()
    box = Mailbox.objects.create(
        name="Suporte",
        address=site.email,
        kind=MailboxKind.HANDED,
        offer=Offer.objects.get(process__slug="outro-assunto"),
        last_mail_at=now,
    )
    for minutes, raw in _letters(site.email, now):
        mail = keep(content=raw, channel="lmtp", mailbox=box, now=now - timedelta(minutes=minutes))
        # What it opens has the highest number of all, and so is the newest.
        sort_now(
            IncomingMail.objects.select_related("mailbox__offer__process", "mailbox__queue").get(pk=mail.pk), now=now
        )
    Job.objects.filter(task=sort_mail.module_path).delete()


def _letters(to: str, now: datetime) -> list[tuple[int, bytes]]:
    """How many minutes ago, and the bytes; oldest first."""
    about = Ticket.objects.filter(organization__slug="acme", is_open=True).order_by("number").first()
    number = about.number if about else 10001
    bounce = BOUNCE.format(to=to, date=format_datetime(now - timedelta(minutes=310)))
    return [
        (310, bounce.encode()),
        (
            185,
            _letter(
                "Otávio Lins <otavio@seara.example>",
                to,
                "Resposta automática: fora do escritório",
                "Estou em viagem até sexta-feira. Em caso de urgência, procure Hélio Costa.",
                now - timedelta(minutes=185),
                auto_submitted="auto-replied",
            ),
        ),
        (
            94,
            _letter(
                "Daniel Kim <daniel@borealis.example>",
                to,
                f"Re: [#{number}] Acesso ao painel",
                "Hello,\n\nwe see the same in our account. Could you include us?\n\nDaniel",
                now - timedelta(minutes=94),
            ),
        ),
        (
            38,
            _letter(
                "Compras Horizonte <compras@horizonte.example>",
                to,
                "Nota fiscal em duplicidade",
                "Bom dia,\n\nrecebemos duas vezes a nota 4471. A quem peço o cancelamento?\n\n-- \nCarla Moura",
                now - timedelta(minutes=38),
                files=[("nota-4471.xml", b"<?xml version='1.0'?><nfe numero='4471'/>")],
            ),
        ),
        (
            3,
            _letter(
                "Renato Assis <renato@acme.example>",
                to,
                "Novo ramal da equipe de Pessoas",
                "Olá,\n\no ramal da equipe mudou para 2140. Podem atualizar no cadastro?\n\nRenato",
                now - timedelta(minutes=3),
            ),
        ),
    ]


def _letter(
    by: str,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    *,
    files: list[tuple[str, bytes]] | None = None,
    auto_submitted: str = "",
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = by, to, subject, format_datetime(at)
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M}.demo@{by.rpartition('@')[2].rstrip('>')}>"
    if auto_submitted:
        mail["Auto-Submitted"] = auto_submitted
    mail.set_content(body)
    for name, content in files or []:
        mail.add_attachment(content, maintype="application", subtype="xml", filename=name)
    return mail.as_bytes()
