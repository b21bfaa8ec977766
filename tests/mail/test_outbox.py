"""A mail is a row in the transaction of its cause: one header, one recipient, whatever comes in."""

from datetime import datetime

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from pytest_django.fixtures import Settings

from balcao.jobs.models import Job
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.mail.outbox import NoAddress, post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sent_for_real(settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY = False


def some(now: datetime, **changes: str) -> OutgoingMail:
    given = {"to": "marina@acme.example", "subject": "Assunto", "text": "Olá", "html": "<p>Olá</p>", "purpose": "test"}
    return post(**{**given, **changes}, now=now)  # type: ignore[arg-type]


def test_the_mail_and_its_job_exist_only_with_their_cause(now: datetime) -> None:
    with transaction.atomic():
        some(now)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not Job.objects.exists()
    mail = some(now)
    assert mail.status == MailStatus.QUEUED
    assert Job.objects.get().args == [mail.pk]


def test_in_a_demo_it_is_kept_and_nobody_is_asked_to_send_it(now: datetime, settings: Settings) -> None:
    settings.MAIL_KEPT_LOCALLY = True
    assert some(now).status == MailStatus.KEPT
    assert not Job.objects.exists()


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\x00"])
def test_a_subject_is_one_line(now: datetime, line_end: str) -> None:
    subject = some(now, subject=f"Nota 3512{line_end}Bcc: eva@mau.example").subject
    assert len(subject.splitlines()) == 1
    assert "\x00" not in subject


@pytest.mark.parametrize(
    "to",
    [
        "",
        "marina",
        "marina@acme.example, eva@mau.example",
        "marina@acme.example;eva@mau.example",
        "marina@acme.example\r\nBcc: eva@mau.example",
        "marina@acme.example\neva@mau.example",
        "Marina <marina@acme.example>",
        "marina@acme.example\x00",
        "['marina@acme.example']",
    ],
)
def test_a_recipient_is_one_address(now: datetime, to: str) -> None:
    with pytest.raises(NoAddress):
        some(now, to=to)
    assert not OutgoingMail.objects.exists()


def test_other_headers_are_lines_of_a_known_name(now: datetime) -> None:
    mail = post(
        to="marina@acme.example",
        subject="s",
        text="t",
        purpose="test",
        now=now,
        headers={"Reply-To": "a@b.example\r\nBcc: eva@mau.example"},
    )
    assert mail.headers == {"Reply-To": "a@b.example Bcc: eva@mau.example"}
    with pytest.raises(ValueError, match="Bcc"):
        post(to="marina@acme.example", subject="s", text="t", purpose="test", now=now, headers={"Bcc": "x@y.example"})


def test_the_same_key_is_the_same_mail(now: datetime) -> None:
    first, second = some(now, key="event:1:marina"), some(now, key="event:1:marina")
    assert first == second
    assert OutgoingMail.objects.count() == Job.objects.count() == 1
    assert some(now).message_id != some(now).message_id


def test_django_itself_mails_through_the_outbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "balcao.mail.backend.OutboxBackend"
    send_mail("Assunto", "Texto", None, ["a@acme.example", "b@acme.example"])
    assert set(OutgoingMail.objects.values_list("to", "text")) == {
        ("a@acme.example", "Texto"),
        ("b@acme.example", "Texto"),
    }
    message = EmailMultiAlternatives("Assunto", "Texto", None, ["c@acme.example"])
    message.attach_alternative("<p>Texto</p>", "text/html")
    message.send()
    assert OutgoingMail.objects.get(to="c@acme.example").html == "<p>Texto</p>"
