"""Servers that hang up, mails that break a server, a database that is locked: nothing is lost, nothing doubled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

from balcao.mail.intake import keep
from balcao.mail.models import IncomingMail, Mailbox, Trouble
from balcao.mail.transports import fetching
from balcao.mail.transports.strikes import Strikes
from balcao.mail.transports.trouble import InTrouble
from balcao.mail.transports.visits import visit_once
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mail, kept_bytes
from tests.mail.transports.conftest import MakeBox
from tests.mail.transports.evil import Evil


@pytest.fixture
def evil(dovecot: Dovecot) -> Iterator[Evil]:
    proxy = Evil(dovecot.imap)
    yield proxy
    proxy.close()


def end_of(mailbox: Mailbox, strikes: Strikes | None = None) -> str:
    """What a look ended with."""
    try:
        visit_once(mailbox, strikes)
    except InTrouble as trouble:
        return trouble.trouble
    return ""


def seen(dovecot: Dovecot, mailbox: Mailbox) -> int:
    return sum(r"\Seen" in flags for flags, _content in dovecot.mails(mailbox.username).values())


def test_a_server_that_hangs_up_anywhere_costs_no_mail_and_doubles_none(
    box: MakeBox, dovecot: Dovecot, evil: Evil
) -> None:
    mailbox = box(port=evil.port)
    mails = [a_mail(number, size=20_000) for number in range(6)]
    dovecot.put(mailbox.username, *mails)
    failures = 0
    for bytes_passed in [10, 600, 1_500, 3_000, 9_000, 30_000, 70_000, 110_000, 124_000]:
        evil.cut_after = bytes_passed
        failures += end_of(mailbox) == Trouble.UNREACHABLE
        assert seen(dovecot, mailbox) <= IncomingMail.objects.count()
    assert failures >= 6
    evil.cut_after = None
    visit_once(mailbox)
    mailbox.refresh_from_db()
    assert (kept_bytes(), seen(dovecot, mailbox), mailbox.trouble) == (sorted(mails), 6, "")


def test_a_mail_at_which_the_server_hangs_up_each_time_lets_the_others_through(
    box: MakeBox, dovecot: Dovecot, evil: Evil
) -> None:
    mailbox, strikes = box(port=evil.port), Strikes()
    mails = [a_mail(number) for number in range(3)]
    dovecot.put(mailbox.username, *mails)
    evil.cut_at = (b"FETCH 1 (UID BODY", b"FETCH 1:3 (UID BODY")
    ends = [end_of(mailbox, strikes) for _look in range(4)]
    # Together, alone, alone again; then it waits, and the others come in.
    assert ends == [Trouble.UNREACHABLE] * 2 + [""] * 2
    assert kept_bytes() == mails[1:]
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.last_uid) == (Trouble.KEEPING, 0)
    evil.cut_at = ()
    assert visit_once(mailbox) == 1
    assert kept_bytes() == mails


def test_a_database_that_is_locked_for_a_while_costs_nothing(
    box: MakeBox, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, *[a_mail(number) for number in range(5)])

    def locked(**_given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(fetching, "keep", locked)
    with pytest.raises(InTrouble, match="locked"):
        visit_once(mailbox)
    assert seen(dovecot, mailbox) == 0
    monkeypatch.undo()
    assert visit_once(mailbox) == 5
    assert seen(dovecot, mailbox) == 5


@pytest.mark.django_db(transaction=True)
def test_keeping_waits_for_a_writer_and_gives_up_without_a_trace_when_it_takes_too_long() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite lets one writer in at a time, PostgreSQL does not")
    from django.utils import timezone

    connection.ensure_connection()
    connection.connection.execute("PRAGMA busy_timeout = 200")
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            keep(content=a_mail(1), channel="imap", mailbox=None, now=timezone.now())
        other.execute("ROLLBACK")
        keep(content=a_mail(1), channel="imap", mailbox=None, now=timezone.now())
    finally:
        other.close()
        connection.close()
    assert kept_bytes() == [a_mail(1)]
