"""Fetching by hand, and what the doctor says of mailboxes."""

from __future__ import annotations

import os
import re
import signal
import smtplib
import subprocess
import sys

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.mail import health
from balcao.mail.holds import take_hold
from balcao.mail.models import IncomingMail, Mailbox, MailboxHold, MailboxKind
from balcao.mail.secrets import seal
from balcao.ops.cli import main
from balcao.ops.doctor import Grade
from balcao.ops.doctor.mailboxes import mailboxes_can_be_read
from tests.dovecot import Dovecot
from tests.jobs.conftest import ROOT, database_url
from tests.mail.transports.boxes import a_mail, a_mailbox


@pytest.fixture(autouse=True)
def this_machine_may_be_reached(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]


def of(dovecot: Dovecot, name: str, **given: object) -> Mailbox:
    return a_mailbox(name, port=dovecot.imap, username=f"{name}-{os.getpid()}", **given)


def test_each_mailbox_says_how_many_came_in_and_a_dead_one_fails_the_command(
    db: None, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
) -> None:
    alive, _dead = of(dovecot, "alive"), of(dovecot, "dead", secret=seal("wrong"))
    dovecot.put(alive.username, a_mail(1))
    assert main(["mail", "fetch", "--once", "--mailbox", "alive@balcao.example"]) == 0
    assert capsys.readouterr().out == "alive: 1 kept.\n"
    assert main(["mail", "fetch", "--once"]) == 1
    said = capsys.readouterr()
    assert said.out == "alive: 0 kept.\n"
    assert re.match(r"dead: refused: .*AUTHENTICATIONFAILED", said.err)
    assert "wrong" not in said.err
    assert not MailboxHold.objects.exists()


def test_a_mailbox_that_another_process_holds_is_left_to_it(
    db: None, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
) -> None:
    take_hold(of(dovecot, "held").pk, now=timezone.now())
    MailboxHold.objects.update(holder="another:1")
    assert main(["mail", "fetch", "--once"]) == 0
    assert capsys.readouterr().out == "held: another:1 is at it.\n"


def test_a_mailbox_that_does_not_exist_is_named(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "fetch", "--once", "--mailbox", "x"]) == 1
    assert "no mailbox that is fetched from is called x" in capsys.readouterr().err


def test_the_doctor_signs_in_to_each_mailbox_and_says_what_to_do(db: None, dovecot: Dovecot) -> None:
    assert (mailboxes_can_be_read().grade, mailboxes_can_be_read().text) == (Grade.GOOD, "none: no mail comes in")
    alive = of(dovecot, "doctor")
    a_mailbox("handed", kind=MailboxKind.HANDED)
    assert mailboxes_can_be_read().text == "can be read, but nobody looks into doctor."
    health.goes_well(alive.pk, now=timezone.now())
    assert (mailboxes_can_be_read().grade, mailboxes_can_be_read().text) == (Grade.GOOD, "doctor, handed")
    of(dovecot, "folder", path="Nenhuma")
    finding = mailboxes_can_be_read()
    assert finding.grade is Grade.BROKEN
    assert finding.text.startswith("folder: The folder cannot be opened (")
    assert finding.remedy == "Check the folder's name, and that this user may open and change it."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_mail_server_hands_over_to_the_command_and_it_ends_when_asked() -> None:
    mailbox = a_mailbox(kind=MailboxKind.HANDED)
    path = os.pathsep.join([str(ROOT), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "-m", "balcao.ops.cli", "lmtp", "--port", "0"],
        env={**os.environ, "DATABASE_URL": database_url(), "PYTHONPATH": path},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = re.search(r"LMTP on 127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found
        with smtplib.LMTP("127.0.0.1", int(found[1])) as server:
            server.sendmail("marina@acme.example", [mailbox.address], a_mail(1))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert IncomingMail.objects.get().envelope_from == "marina@acme.example"
