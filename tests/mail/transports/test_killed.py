"""Killed with SIGKILL at each step of fetching: the next look makes it good, and each mail is here exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from balcao.mail.models import AfterKeeping, IncomingMail, Mailbox, MailPlace
from balcao.mail.transports.visits import visit_once
from tests.dovecot import Dovecot
from tests.jobs.conftest import ROOT, database_url
from tests.mail.transports.boxes import a_mail, kept_bytes
from tests.mail.transports.conftest import MakeBox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Kill = Callable[[str, Mailbox], int]

STEPS = [
    "new numbers are noted",
    "sizes are known",
    "mails are fetched",
    "row is written, bytes are not",
    "third mail is committed",
    "all are committed, none is told",
    "server is told, we have not noted it",
    "all is done, before the last number is noted",
    "all is done, before the health is noted",
]
WITH_DELETING = [*STEPS, "marked as deleted, before the expunge"]
WITH_MOVING = ["server is told, we have not noted it", "copied, before the deletion"]


@pytest.fixture
def kill(transactional_db: None) -> Iterator[Kill]:
    """A function that fetches in a process which dies at that step; answers how it ended."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "DJANGO_SETTINGS_MODULE": "balcao.config.settings",
        "BALCAO_OUTBOUND_ALLOW": "127.0.0.1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mail.transports.dying"],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    source, answers = process.stdin, process.stdout
    assert answers.readline() == "ready\n"

    def ask(step: str, mailbox: Mailbox) -> int:
        source.write(f"{mailbox.pk} {step}\n")
        source.flush()
        return int(answers.readline())

    yield ask
    source.close()
    process.wait(timeout=60)
    answers.close()


def kept_uids(mailbox: Mailbox) -> set[int]:
    return set(MailPlace.objects.filter(mailbox=mailbox).values_list("uid", flat=True))


def check(step: str, mailbox: Mailbox, kill: Kill, dovecot: Dovecot, *, elsewhere: str = "", copies: int = 1) -> None:
    mails = [a_mail(number) for number in range(5)]
    dovecot.put(mailbox.username, *mails)
    assert kill(step, mailbox) == -signal.SIGKILL
    on_server = dovecot.mails(mailbox.username)
    told = {uid for uid in range(1, 6) if uid not in on_server or on_server[uid][0]}
    assert told <= kept_uids(mailbox), "the server was told of a mail that is not kept"
    visit_once(mailbox)
    mailbox.refresh_from_db()
    assert kept_bytes() == mails
    assert kept_uids(mailbox) == {1, 2, 3, 4, 5}
    assert not MailPlace.objects.filter(mailbox=mailbox, is_done=False).exists()
    assert mailbox.trouble == ""
    if elsewhere:
        there = [content for _flags, content in dovecot.mails(mailbox.username, elsewhere).values()]
        assert sorted(there) == sorted(mails * copies)


def start_over(mailbox: Mailbox) -> None:
    IncomingMail.objects.all().delete()
    mailbox.delete()


def test_when_mails_are_marked_as_read(box: MakeBox, dovecot: Dovecot, kill: Kill) -> None:
    for step in STEPS:
        mailbox = box()
        check(step, mailbox, kill, dovecot)
        assert [flags for flags, _content in dovecot.mails(mailbox.username).values()] == [{r"\Seen"}] * 5, step
        start_over(mailbox)


def test_when_mails_are_deleted(box: MakeBox, dovecot: Dovecot, kill: Kill) -> None:
    for step in WITH_DELETING:
        mailbox = box(after_keeping=AfterKeeping.DELETE)
        check(step, mailbox, kill, dovecot)
        assert dovecot.mails(mailbox.username) == {}, step
        start_over(mailbox)


def test_when_mails_are_moved(box: MakeBox, dovecot: Dovecot, kill: Kill) -> None:
    for step in WITH_MOVING:
        mailbox = box(after_keeping=AfterKeeping.MOVE, move_to="Lidas")
        dovecot.make_folder(mailbox.username, "Lidas")
        # A server without MOVE holds them twice there then; here they are once in any case.
        check(step, mailbox, kill, dovecot, elsewhere="Lidas", copies=2 if step.startswith("copied") else 1)
        assert dovecot.mails(mailbox.username) == {}, step
        start_over(mailbox)
