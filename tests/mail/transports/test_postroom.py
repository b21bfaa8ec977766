"""Threads that look after mailboxes: woken by the server, alone with a mailbox, ended within a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.mail.holds import holder_of, name_of_this_process, take_hold
from balcao.mail.models import IncomingMail, Mailbox, MailboxHold, MailboxKind, Trouble
from balcao.mail.secrets import seal
from balcao.mail.transports import postroom
from balcao.mail.transports.imap import Folder
from balcao.mail.transports.postroom import Postroom
from tests.dovecot import Dovecot
from tests.jobs.conftest import wait_until as wait_so_long
from tests.mail.transports.boxes import a_mail, a_mailbox, kept_bytes
from tests.mail.transports.conftest import MakeBox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postroom, "SEEK_EVERY", 0.1)
    monkeypatch.setattr(postroom, "LENGTHEN_EVERY", 0.1)
    monkeypatch.setattr(postroom, "SHORTEST_WAIT", 0.1)
    monkeypatch.setattr(postroom, "REFUSED_WAIT", 0.1)
    monkeypatch.setattr(postroom, "LOOK_EVERY", 0.1)


@pytest.fixture
def room() -> Iterator[Postroom]:
    room = Postroom()
    yield room
    room.stop(within=10)
    for fetcher in room.fetchers.values():
        fetcher.thread.join(timeout=40)


def wait_until(happened: Callable[[], object]) -> None:
    wait_so_long(happened, seconds=90)


def count(number: int) -> bool:
    return IncomingMail.objects.count() == number


def test_the_server_wakes_us_and_polling_serves_where_it_cannot(
    box: MakeBox, dovecot: Dovecot, room: Postroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, a_mail(0))
    room.start()
    for number in (1, 2, 3):
        wait_until(lambda expected=number: count(expected))  # type: ignore[misc]
        dovecot.put(mailbox.username, a_mail(number))
    wait_until(lambda: count(4))
    # A mailbox on a server without IDLE.
    capabilities = Folder._capabilities
    monkeypatch.setattr(Folder, "_capabilities", lambda folder: [one for one in capabilities(folder) if one != "IDLE"])
    monkeypatch.setattr(postroom, "POLL_EVERY", 0.1)
    other = box()
    dovecot.put(other.username, a_mail(4))
    wait_until(lambda: count(5))
    dovecot.put(other.username, a_mail(5))
    wait_until(lambda: count(6))
    assert holder_of(mailbox.pk, now=timezone.now()) == name_of_this_process()


def test_one_dead_mailbox_does_not_stop_the_others_and_comes_back_by_itself(
    box: MakeBox, dovecot: Dovecot, room: Postroom
) -> None:
    dead, alive = box(secret=seal("wrong")), box()
    dovecot.put(dead.username, a_mail(1))
    room.start()
    wait_until(lambda: Mailbox.objects.get(pk=dead.pk).failing_since is not None)
    dovecot.put(alive.username, a_mail(2))
    wait_until(lambda: count(1))
    assert Mailbox.objects.get(pk=dead.pk).trouble == Trouble.REFUSED
    # The administrator enters the right one: nobody has to restart anything.
    Mailbox.objects.filter(pk=dead.pk).update(secret=seal("segredo"))
    wait_until(lambda: count(2))
    wait_until(lambda: Mailbox.objects.get(pk=dead.pk).failing_since is None)


def test_two_processes_share_the_mailboxes_and_each_has_one_holder(box: MakeBox, room: Postroom) -> None:
    mailbox = box()
    hold = take_hold(mailbox.pk, now=timezone.now())
    assert hold is not None
    MailboxHold.objects.update(holder="another:1")
    room.start()
    wait_until(lambda: mailbox.pk in room.fetchers)
    time.sleep(0.3)
    assert MailboxHold.objects.get().holder == "another:1"
    assert Mailbox.objects.get().last_looked_at is None
    hold.let_go()
    wait_until(lambda: Mailbox.objects.get().last_looked_at is not None)
    assert MailboxHold.objects.get().holder == name_of_this_process()


def test_a_mailbox_that_is_switched_off_is_left_alone(box: MakeBox, dovecot: Dovecot, room: Postroom) -> None:
    mailbox = box()
    room.start()
    wait_until(lambda: Mailbox.objects.get().last_looked_at is not None)
    Mailbox.objects.update(is_active=False)
    wait_until(lambda: not MailboxHold.objects.exists())
    dovecot.put(mailbox.username, a_mail(1))
    time.sleep(0.5)
    assert not IncomingMail.objects.exists()
    Mailbox.objects.update(is_active=True)
    wait_until(lambda: count(1))


def test_the_end_is_near_while_a_server_is_waited_for_and_it_is_no_failure(box: MakeBox, room: Postroom) -> None:
    for _number in range(3):
        box()
    room.start()
    wait_until(lambda: Mailbox.objects.filter(last_looked_at__isnull=False).count() == 3)
    assert room.stop(within=60)
    assert not any(thread.name.startswith("mail-") for thread in threading.enumerate())
    assert not MailboxHold.objects.exists()
    assert not Mailbox.objects.filter(failing_since__isnull=False).exists()


def test_a_folder_is_watched_too(room: Postroom, tmp_path: Path, settings: Settings) -> None:
    settings.MAIL_FOLDERS = [tmp_path]
    (tmp_path / "new").mkdir()
    a_mailbox(kind=MailboxKind.FOLDER, path=str(tmp_path))
    room.start()
    wait_until(lambda: Mailbox.objects.get().last_looked_at is not None)
    (tmp_path / "new" / "1").write_bytes(a_mail(1))
    wait_until(lambda: count(1))
    assert kept_bytes() == [a_mail(1)]
