"""Killed at any point, locked out, or with a poisoned mail among them: exactly one message each, no byte changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, connections
from django.utils import timezone

from balcao.files.actions.store import store_bytes
from balcao.files.storage_down import StorageDown
from balcao.jobs.claim import release_expired
from balcao.jobs.models import Job
from balcao.jobs.worker import run_due
from balcao.mail import filing
from balcao.mail.actions import sort_again
from balcao.mail.incoming_jobs import FORGOTTEN, look_for_forgotten
from balcao.mail.intake import keep, raw_bytes
from balcao.mail.models import Fate, IncomingMail, Mailbox, MailPlace, RawMail
from balcao.mail.understanding import understand
from balcao.tickets.models import Attachment, Message, Ticket
from tests.cast import Cast, make_cast
from tests.jobs.conftest import ROOT, database_url
from tests.mail.incoming import dying
from tests.mail.incoming.letters import letter, mailbox
from tests.mail.incoming.test_trust import MARINA, said, to

pytestmark = pytest.mark.django_db(transaction=True)

PHOTO = (Path(__file__).parents[3] / "src/balcao/mail/mark.png").read_bytes() + b"after the end, kept all the same"
FILES = [("foto.png", "image/png", PHOTO), ("dados.bin", "application/octet-stream", bytes(range(256)) * 300)]
LATER = timedelta(minutes=5)


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def inbox(people: Cast) -> Mailbox:
    return mailbox(people.rejected)


def kept_again(raw: bytes, box: Mailbox) -> IncomingMail:
    """The server still has it, and it is fetched again."""
    return keep(content=raw, channel="imap", mailbox=box, now=timezone.now(), place=(1, 7))


def files_of(ticket: Ticket) -> dict[str, bytes]:
    found = {}
    for attachment in Attachment.objects.filter(message__ticket=ticket).select_related("file"):
        with default_storage.open(attachment.file.key) as source:
            found[attachment.file.name] = source.read()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("point", dying.POINTS)
def test_killed_at_any_point_it_is_one_message(people: Cast, inbox: Mailbox, tmp_path: Path, point: str) -> None:
    ticket = people.ticket()
    Job.objects.all().delete()
    raw, file = letter(MARINA, to=[to(ticket, people.marina)], files=FILES), tmp_path / "mail.eml"
    file.write_bytes(raw)
    if dying.POINTS[point][0] == "sort":
        kept_again(raw, inbox)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "balcao.config.settings",
        "BALCAO_MAIL_REPLY_DOMAIN": "resposta.balcao.example",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }
    command = [sys.executable, "-m", "tests.mail.incoming.dying", point, str(file)]
    died = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False, text=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    kept_again(raw, inbox)
    release_expired(now=timezone.now() + LATER)
    run_due(queues=["mail"], now=timezone.now() + LATER)
    mail = IncomingMail.objects.get()
    assert (mail.fate, mail.ticket, raw_bytes(mail)) == (Fate.REPLY, ticket, raw)
    assert MailPlace.objects.count() == RawMail.objects.count() == 1
    assert len(said(ticket)) == 1
    assert files_of(ticket) == {name: content for name, _kind, content in FILES}
    assert set(Job.objects.filter(task__endswith="sort_mail").values_list("status", flat=True)) == {"done"}


@contextmanager
def locked_database() -> Iterator[None]:
    """Somebody else holds what a writer needs; our own connection does not wait long."""
    other = connections.create_connection("default")
    is_sqlite = connection.vendor == "sqlite"
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50" if is_sqlite else "SET lock_timeout = '50ms'")
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            if not is_sqlite:
                cursor.execute("LOCK TABLE mail_incomingmail IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        with other.cursor() as cursor:
            cursor.execute("ROLLBACK")
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20000" if is_sqlite else "SET lock_timeout = 0")


def test_a_locked_database_keeps_nothing_and_says_so(people: Cast, inbox: Mailbox) -> None:
    raw = letter(MARINA)
    with locked_database(), pytest.raises(OperationalError):
        kept_again(raw, inbox)
    assert not IncomingMail.objects.exists()
    assert raw_bytes(kept_again(raw, inbox)) == raw


def test_a_poisoned_mail_holds_up_no_other(people: Cast, inbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage that takes every file but one."""
    ticket = people.ticket()
    poison = b"poison"

    def refuse(**given: Any) -> Any:
        if given["content"] == poison:
            raise StorageDown("no space left\x00 on device")
        return store_bytes(**given)

    monkeypatch.setattr(filing, "store_bytes", refuse)
    bodies = [f"Mensagem {number}" for number in range(100)]
    for number, body in enumerate(bodies):
        content = poison if number == 50 else b"bom"
        # Of several people, so that no budget is used up.
        file = ("a.bin", "application/octet-stream", content)
        raw = letter(MARINA, body, to=[to(ticket, people.marina)], files=[file])
        keep(content=raw, channel="lmtp", mailbox=inbox, now=timezone.now())
        IncomingMail.objects.filter(fate=Fate.REPLY).update(person=None)
        run_due(queues=["mail"])
    assert IncomingMail.objects.filter(fate=Fate.REPLY).count() == 99
    for hours in range(1, 12):
        run_due(queues=["mail"], now=timezone.now() + timedelta(hours=hours))
    failed = IncomingMail.objects.get(fate=Fate.FAILED)
    assert failed.last_error == "StorageDown: no space left\ufffd on device"
    assert understand(raw_bytes(failed)).text.strip() == "Mensagem 50"
    assert [line[4] for line in said(ticket)] == [body for body in bodies if body != "Mensagem 50"]
    monkeypatch.setattr(filing, "store_bytes", store_bytes)
    sort_again(failed, people.alice, timezone.now())
    assert Message.objects.filter(ticket=ticket, body_text="Mensagem 50").count() == 1


def test_a_mail_that_lost_its_job_is_found(people: Cast, inbox: Mailbox) -> None:
    ticket = people.ticket()
    mail = kept_again(letter(MARINA, to=[to(ticket, people.marina)]), inbox)
    Job.objects.all().delete()
    assert look_for_forgotten(now=timezone.now()) == 0
    assert look_for_forgotten(now=timezone.now() + FORGOTTEN + LATER) == 1
    run_due(queues=["mail"])
    mail.refresh_from_db()
    assert mail.fate == Fate.REPLY


def test_a_mail_that_ends_every_worker_is_filed_as_it_came(people: Cast, inbox: Mailbox) -> None:
    """After three sortings that never ended, its body is not looked at any more."""
    ticket = people.ticket()
    raw = letter(MARINA, "Segue.", to=[to(ticket, people.marina)], files=FILES)
    mail = kept_again(raw, inbox)
    IncomingMail.objects.filter(pk=mail.pk).update(sorts=3)
    run_due(queues=["mail"])
    assert said(ticket)[0][4] == "Este e-mail não pôde ser lido por inteiro. Ele está anexado como chegou."
    assert files_of(ticket) == {f"original-{mail.pk}.eml": raw}
