"""Mail that nobody wrote: bounces, absences, lists, storms, our own coming back (RFC 3834, RFC 3464)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balcao.history.models import Event
from balcao.mail.bad_addresses import works_again
from balcao.mail.models import BadAddress, Fate, IncomingMail, Mailbox, MailStatus, OutgoingMail
from balcao.mail.outbox import post
from balcao.mail.sort import MOST_ANSWERS_OF_SENDER
from balcao.people.models import User
from balcao.tickets.models import Message, Ticket
from tests.cast import NOW, Cast
from tests.mail.conftest import MailServer
from tests.mail.incoming.letters import DESK, arrive, letter
from tests.mail.incoming.test_trust import MARINA, fate_of, said, to
from tests.tickets.helpers import say

Run = Callable[[], int]

REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.acme.example>
To: suporte@balcao.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{n}@mx.acme.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.acme.example

Final-Recipient: rfc822; marina@acme.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: suporte@balcao.example
To: marina@acme.example
Message-ID: {id}
Subject: x

x
--b--
"""


def report(identity: str, *, action: str = "failed", status: str = "5.1.1", n: int = 1) -> bytes:
    return REPORT.format(id=identity, action=action, status=status, n=n).replace("\n", "\r\n").encode()


def sent_to_marina(cast: Cast, run_jobs: Run) -> tuple[Ticket, OutgoingMail]:
    ticket = cast.ticket()
    run_jobs()
    return ticket, OutgoingMail.objects.get(ticket=ticket, person=cast.marina)


def test_a_mail_that_came_back_marks_its_address_and_reopens_nothing(
    cast: Cast, box: Mailbox, run_jobs: Run, client_for: Callable[[User], Client]
) -> None:
    ticket, sent = sent_to_marina(cast, run_jobs)
    before = Ticket.objects.get(pk=ticket.pk)
    mail = arrive(report(sent.message_id), box=box)
    assert fate_of(mail) == (Fate.BOUNCE, "not_delivered")
    assert mail.reason_data["addresses"] == ["marina@acme.example"]
    assert mail.ticket == ticket
    bad = BadAddress.objects.get()
    assert (bad.address, bad.person, bad.status) == ("marina@acme.example", cast.marina, "5.1.1")
    after = Ticket.objects.get(pk=ticket.pk)
    assert (after.state_id, after.version) == (before.state_id, before.version)
    assert not said(ticket)
    line = "não conseguiu entregar um e-mail para Marina Duarte"
    assert line in client_for(cast.ana).get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    assert line not in client_for(cast.marina).get(reverse("ticket", args=[ticket.number])).content.decode()


def test_nothing_is_sent_to_a_bad_address_until_it_writes(
    cast: Cast, box: Mailbox, run_jobs: Run, mail_server: MailServer
) -> None:
    ticket, sent = sent_to_marina(cast, run_jobs)
    arrive(report(sent.message_id), box=box)
    mail_server.mails.clear()
    say(ticket, cast.ana)
    run_jobs()
    waiting = OutgoingMail.objects.latest("id")
    assert (waiting.status, mail_server.mails) == (MailStatus.FAILED, [])
    assert "User unknown" in waiting.last_error
    arrive(letter(MARINA, to=[to(ticket, cast.marina)]), box=box)
    say(ticket, cast.ana)
    run_jobs()
    assert OutgoingMail.objects.latest("id").status == MailStatus.SENT


def test_an_address_that_the_server_refuses_for_good_is_bad(cast: Cast, run_jobs: Run, mail_server: MailServer) -> None:
    mail_server.refused = {"a@fora.example": "550 5.1.1 no such user"}
    post(to="a@fora.example", subject="x", text="x", purpose="x", now=NOW)
    post(to="b@fora.example", subject="x", text="x", purpose="x", now=NOW)
    run_jobs()
    assert list(BadAddress.objects.values_list("address", "ended_at")) == [("a@fora.example", None)]
    assert post(to="A@fora.example", subject="x", text="x", purpose="x", now=NOW).status == MailStatus.FAILED
    works_again("a@FORA.example", now=NOW)
    assert post(to="a@fora.example", subject="x", text="x", purpose="x", now=NOW).status == MailStatus.QUEUED


def test_a_refused_content_says_nothing_of_the_address(cast: Cast, run_jobs: Run, mail_server: MailServer) -> None:
    mail_server.answers = {"DATA": "554 looks like spam"}
    post(to="a@fora.example", subject="x", text="x", purpose="x", now=NOW)
    run_jobs()
    assert not BadAddress.objects.exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"action": "delayed", "status": "4.4.1"}, "delayed"),
        ({"action": "failed", "status": "4.4.7"}, "delayed"),
    ],
)
def test_what_is_only_late_marks_nothing(
    cast: Cast, box: Mailbox, run_jobs: Run, given: dict[str, str], reason: str
) -> None:
    _ticket, sent = sent_to_marina(cast, run_jobs)
    assert fate_of(arrive(report(sent.message_id, **given), box=box)) == (Fate.BOUNCE, reason)  # type: ignore[arg-type]
    assert not BadAddress.objects.exists()


def test_a_forged_report_marks_nobody(cast: Cast, box: Mailbox, run_jobs: Run) -> None:
    """Otherwise a stranger could silence anybody by one mail."""
    sent_to_marina(cast, run_jobs)
    mail = arrive(report("<ticket-10001.aaaaaaaaaaaaaaaaaaaaaaaaaa@balcao.example>"), box=box)
    assert fate_of(mail) == (Fate.BOUNCE, "foreign_bounce")
    assert not BadAddress.objects.exists()


@pytest.mark.parametrize(
    ("headers", "subject", "fate", "reason"),
    [
        ({"auto_submitted": "auto-replied"}, "Re", "ignored", "automatic_reply"),
        ({}, "Resposta automática: férias", "ignored", "automatic_reply"),
        ({"x_autoreply": "yes"}, "Re", "ignored", "automatic_reply"),
        ({"return_path": "<>"}, "Re", "ignored", "automatic_reply"),
        ({"auto_submitted": "auto-generated"}, "Re", "ignored", "automatic_mail"),
        ({"precedence": "bulk"}, "Re", "ignored", "automatic_mail"),
        ({"list_id": "<lista.acme.example>"}, "Re", "ignored", "automatic_mail"),
    ],
)
def test_a_machine_that_answers_a_mail_of_ours_changes_nothing(
    cast: Cast, box: Mailbox, run_jobs: Run, headers: dict[str, str], subject: str, fate: str, reason: str
) -> None:
    ticket, _sent = sent_to_marina(cast, run_jobs)
    before = Ticket.objects.get(pk=ticket.pk).version
    mail = arrive(letter(MARINA, to=[to(ticket, cast.marina)], subject=subject, headers=headers), box=box)
    run_jobs()
    assert fate_of(mail) == (fate, reason)
    assert (mail.ticket, mail.person, mail.is_automatic) == (ticket, cast.marina, True)
    assert Ticket.objects.get(pk=ticket.pk).version == before
    assert not said(ticket)
    assert OutgoingMail.objects.count() == 1
    event = Event.objects.get(kind="ticket.automatic_mail", ticket_id=ticket.pk)
    assert event.data == {"mail": mail.pk, "user": cast.marina.pk}


def test_an_empty_sender_of_the_envelope_is_a_machine(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    mail = arrive(letter(MARINA, to=[to(ticket, cast.marina)]), box=box, envelope_from="<>")
    assert fate_of(mail) == ("ignored", "automatic_reply")
    assert fate_of(arrive(letter(MARINA, to=[to(ticket, cast.marina)]), box=box)) == ("reply", "answer")


def test_without_a_thread_an_absence_is_ignored_and_a_list_held(cast: Cast, box: Mailbox) -> None:
    absent = arrive(letter(MARINA, auto_submitted="auto-replied"), box=box)
    listed = arrive(letter(MARINA, list_id="<lista.acme.example>"), box=box)
    assert [fate_of(absent), fate_of(listed)] == [("ignored", "automatic_reply"), ("held", "mailing_list")]
    assert not Ticket.objects.exists()


def test_our_own_mail_coming_back_is_ignored(cast: Cast, box: Mailbox, run_jobs: Run) -> None:
    ticket, sent = sent_to_marina(cast, run_jobs)
    back = arrive(letter(MARINA, to=[to(ticket, cast.marina)], message_id=sent.message_id), box=box)
    ours = arrive(letter("suporte@balcao.example"), box=box)
    desk = arrive(letter(f"Suporte <{DESK.upper()}>"), box=box)
    assert [fate_of(one) for one in (back, ours, desk)] == [("ignored", "own_mail")] * 3
    assert not said(ticket)


def test_a_storm_without_headers_is_stopped_on_its_ticket(cast: Cast, box: Mailbox) -> None:
    ticket = cast.ticket()
    for number in range(MOST_ANSWERS_OF_SENDER):
        IncomingMail.objects.create(
            channel="lmtp",
            digest=str(number),
            size=1,
            kept_at=NOW,
            ticket=ticket,
            person=cast.marina,
            fate=Fate.REPLY,
            sorted_at=timezone.now(),
        )
    assert fate_of(arrive(letter(MARINA, to=[to(ticket, cast.marina)]), box=box)) == ("held", "storm")
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_two_machines_end_by_themselves(cast: Cast, box: Mailbox, run_jobs: Run) -> None:
    """A program without any header that answers each of our mails."""
    ticket, _sent = sent_to_marina(cast, run_jobs)
    answered: set[int] = set()
    for turn in range(100):
        fresh = [one for one in OutgoingMail.objects.filter(person=cast.marina) if one.pk not in answered]
        if not fresh:
            break
        for one in fresh:
            answered.add(one.pk)
            arrive(
                letter(MARINA, f"Recebemos {turn}", to=[to(ticket, cast.marina)], in_reply_to=one.message_id), box=box
            )
            run_jobs()
    assert turn < 99
