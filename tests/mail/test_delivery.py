"""Handing over: a passing no is tried again as the same mail, a final one is kept with its reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from pytest_django.fixtures import Settings

from balcao.jobs.models import Job, Status
from balcao.mail.jobs import forget
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.mail.outbox import post
from balcao.site.current import current_site, forget_site
from balcao.site.models import Site
from tests.mail.conftest import MailServer

pytestmark = pytest.mark.django_db


def some(now: datetime, *, is_secret: bool = False) -> OutgoingMail:
    return post(
        to="marina@acme.example",
        subject="[nº 10482] Nota rejeitada – ação",
        text="Olá\n",
        html="<p>Olá</p>",
        purpose="test",
        now=now,
        is_secret=is_secret,
    )


def test_it_arrives_once_with_its_parts(now: datetime, mail_server: MailServer, run_jobs: Callable[[], int]) -> None:
    mail = some(now)
    run_jobs()
    ((recipients, raw),) = mail_server.mails
    arrived = message_from_bytes(raw, policy=policy.default)
    assert recipients == ["marina@acme.example"]
    assert arrived["Subject"] == "[nº 10482] Nota rejeitada – ação"
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.text) == (MailStatus.SENT, 1, "Olá\n")


def test_a_link_that_signs_in_is_forgotten_once_sent(
    now: datetime, mail_server: MailServer, run_jobs: Callable[[], int]
) -> None:
    mail = some(now, is_secret=True)
    run_jobs()
    mail.refresh_from_db()
    assert (mail.status, mail.text, mail.html) == (MailStatus.SENT, "", "")


def test_a_passing_no_is_tried_again(now: datetime, mail_server: MailServer, run_jobs: Callable[[], int]) -> None:
    mail_server.answers["RCPT"] = "451 greylisted"
    mail = some(now)
    run_jobs()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.QUEUED, 1)
    assert "451" in mail.last_error
    mail_server.answers.clear()
    Job.objects.update(run_after=now - timedelta(days=365))
    run_jobs()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.last_error) == (MailStatus.SENT, 2, "")
    assert message_from_bytes(mail_server.mails[0][1])["Message-ID"] == mail.message_id


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_final_no_is_kept_with_its_reason(
    now: datetime, mail_server: MailServer, run_jobs: Callable[[], int], step: str
) -> None:
    mail_server.answers[step] = "550 no such person"
    mail = some(now)
    run_jobs()
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.FAILED, 1)
    assert mail.last_error == "550 no such person"
    assert Job.objects.get(task="balcao.mail.jobs.deliver").status == Status.DEAD


def test_no_server_is_a_passing_no(now: datetime, mail_server: MailServer, run_jobs: Callable[[], int]) -> None:
    mail_server.stop()
    mail = some(now)
    run_jobs()
    mail.refresh_from_db()
    assert mail.status == MailStatus.QUEUED
    assert mail.last_error


def test_the_desks_name_cannot_bring_a_header_along(
    now: datetime, mail_server: MailServer, run_jobs: Callable[[], int], settings: Settings
) -> None:
    current_site()
    Site.objects.update(name="Desk\r\nBcc: eva@mau.example")
    forget_site()
    some(now)
    run_jobs()
    ((recipients, raw),) = mail_server.mails
    assert recipients == ["marina@acme.example"]
    assert message_from_bytes(raw)["Bcc"] is None
    forget_site()


def test_texts_are_forgotten_after_ninety_days(now: datetime, settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY = True
    old, young = some(now - timedelta(days=91)), some(now)
    assert forget(now=now) == 1
    assert set(OutgoingMail.objects.values_list("pk", "text")) == {(old.pk, ""), (young.pk, "Olá\n")}
