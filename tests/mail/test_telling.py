"""Administrators hear once that no mail comes in somewhere, and once when it does again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest

from balcao.mail import health
from balcao.mail.models import MailStatus, OutgoingMail, Trouble
from balcao.mail.telling import tell_of_mailboxes, tell_of_outgoing
from tests.cast import Cast
from tests.mail.transports.boxes import a_mailbox

MINUTE = timedelta(minutes=1)


def told() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))


def test_a_refused_password_is_told_at_once_and_once_and_so_is_its_end(
    cast: Cast, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox = a_mailbox()
    health.goes_wrong(mailbox.pk, Trouble.REFUSED, "[AUTHENTICATIONFAILED]", now=now)
    assert [tell_of_mailboxes(now=now + minute * MINUTE) for minute in range(3)] == [1, 0, 0]
    assert told() == [(cast.alice.email, "Nenhum e-mail entra: suporte")]
    text = OutgoingMail.objects.get().text
    assert "suporte@balcao.example" in text
    assert "O servidor recusa o usuário ou a senha" in text
    assert "[AUTHENTICATIONFAILED]" in text
    assert [record.levelno for record in caplog.records if "Mailbox suporte" in record.message] == [logging.ERROR]
    health.goes_well(mailbox.pk, now=now + 5 * MINUTE)
    assert [tell_of_mailboxes(now=now + minute * MINUTE) for minute in (5, 6)] == [1, 0]
    assert told()[1:] == [(cast.alice.email, "E-mails voltaram a entrar: suporte")]
    health.goes_wrong(mailbox.pk, Trouble.EXPIRED, "no", now=now + 9 * MINUTE)
    assert tell_of_mailboxes(now=now + 9 * MINUTE) == 1


def test_a_server_that_is_away_for_a_moment_is_told_to_nobody(cast: Cast, now: datetime) -> None:
    mailbox = a_mailbox()
    health.goes_wrong(mailbox.pk, Trouble.UNREACHABLE, "timed out", now=now)
    assert tell_of_mailboxes(now=now + 9 * MINUTE) == 0
    health.goes_well(mailbox.pk, now=now + 9 * MINUTE)
    assert tell_of_mailboxes(now=now + 10 * MINUTE) == 0
    health.goes_wrong(mailbox.pk, Trouble.UNREACHABLE, "timed out", now=now + 20 * MINUTE)
    assert tell_of_mailboxes(now=now + 30 * MINUTE) == 1
    assert told() == [(cast.alice.email, "Nenhum e-mail entra: suporte")]


def test_when_nobody_looks_any_more_it_is_told_too(cast: Cast, now: datetime) -> None:
    mailbox = a_mailbox()
    health.goes_well(mailbox.pk, now=now)
    assert [tell_of_mailboxes(now=now + minute * MINUTE) for minute in (10, 16)] == [0, 1]


def test_who_is_told_are_active_administrators_with_an_address(cast: Cast, now: datetime) -> None:
    cast.paulo.is_staff = cast.rita.is_staff = True
    cast.paulo.email, cast.rita.is_active = "", False
    cast.paulo.save()
    cast.rita.save()
    mailbox, off = a_mailbox(), a_mailbox("desligada", is_active=False)
    for one in (mailbox, off):
        health.goes_wrong(one.pk, Trouble.SECRET, "x", now=now)
    tell_of_mailboxes(now=now)
    assert told() == [(cast.alice.email, "Nenhum e-mail entra: suporte")]


def test_mail_that_does_not_leave_is_told_by_the_log(
    cast: Cast, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    mail = OutgoingMail.objects.create(to="x@acme.example", message_id="<1>", purpose="x", created_at=now)
    OutgoingMail.objects.update(status=MailStatus.QUEUED, attempts=5)
    assert not tell_of_outgoing(now=now + 20 * MINUTE)
    assert tell_of_outgoing(now=now + 40 * MINUTE)
    assert f"Mail does not leave: 1 wait, the oldest since {mail.created_at.isoformat()}" in caplog.text
    OutgoingMail.objects.update(status=MailStatus.SENT)
    assert not tell_of_outgoing(now=now + 40 * MINUTE)
