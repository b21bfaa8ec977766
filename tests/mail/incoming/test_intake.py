"""Keeping a mail: the row, the bytes, the place and the job, together or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from balcao.jobs.models import Job
from balcao.mail import intake
from balcao.mail.intake import keep, raw_bytes
from balcao.mail.models import Fate, IncomingMail, MailPlace, RawMail
from balcao.mail.reading import TooLarge
from tests.cast import NOW, Cast
from tests.mail.incoming.letters import DESK, letter, mailbox

RAW = letter("Marina Duarte <Marina@acme.example>", subject="Rejeição 204")


def jobs() -> int:
    return Job.objects.filter(task__endswith="sort_mail").count()


def test_a_mail_is_kept_with_its_bytes_and_the_job_that_sorts_it(db: None) -> None:
    box = mailbox()
    mail = keep(content=RAW, channel="imap", mailbox=box, now=NOW, envelope_from="m@acme.example", place=(7, 42))
    row = IncomingMail.objects.get()
    assert row.pk == mail.pk
    assert (row.fate, row.channel, row.mailbox_id, row.size) == (Fate.KEPT, "imap", box.pk, len(RAW))
    assert (row.from_address, row.from_name, row.to_line) == ("marina@acme.example", "Marina Duarte", DESK)
    assert (row.subject, row.envelope_from, row.sent_at) == ("Rejeição 204", "m@acme.example", NOW)
    assert row.header_id.endswith("@acme.example>")
    assert raw_bytes(row) == RAW
    assert list(MailPlace.objects.values_list("uidvalidity", "uid", "mail", "is_done")) == [(7, 42, mail.pk, False)]
    assert jobs() == 1


def test_the_same_bytes_again_are_the_same_mail_at_one_more_place(db: None) -> None:
    box, other = mailbox(), mailbox(name="Fiscal", address="fiscal@atende.example")
    first = keep(content=RAW, channel="imap", mailbox=box, now=NOW, place=(7, 42))
    again = keep(content=RAW, channel="imap", mailbox=other, now=NOW + timedelta(hours=1), place=(1, 3))
    twice = keep(content=RAW, channel="imap", mailbox=box, now=NOW, place=(7, 42))
    assert {first.pk, again.pk, twice.pk} == {first.pk}
    assert MailPlace.objects.count() == 2
    assert (jobs(), RawMail.objects.count()) == (1, 1)


def test_without_a_mailbox_the_recipients_say_which(db: None) -> None:
    box = mailbox(aliases=["ajuda@atende.example"])
    by_envelope = keep(content=b"a", channel="lmtp", mailbox=None, now=NOW, envelope_to=["Ajuda+x@ATENDE.example"])
    by_header = keep(content=RAW, channel="pipe", mailbox=None, now=NOW)
    nowhere = keep(content=b"b", channel="pipe", mailbox=None, now=NOW, envelope_to=["outro@atende.example"])
    assert [one.mailbox_id for one in (by_envelope, by_header, nowhere)] == [box.pk, box.pk, None]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\x00",
        b"From: \x00 <a\x00@b>\r\nSubject: =?utf-8?q?=00=ED=A0=80?=\r\nMessage-ID: <" + b"x" * 4000 + b"@y>\r\n\r\n",
        b"Subject: " + "á\ud800".encode("utf-8", "surrogatepass") * 500 + b"\n\n",
        b"From " + b"\n" * 10_000,
        b"Date: Mon, 99 Nov 99999 99:99:99 +9999\n\n",
        b"To: " + b"a@b.example, " * 100_000 + b"\n\n",
    ],
)
def test_whatever_comes_is_kept(db: None, raw: bytes) -> None:
    mail = keep(
        content=raw, channel="lmtp", mailbox=None, now=NOW, envelope_from="\x00\ud800" * 400, envelope_to=["\x00"] * 500
    )
    assert raw_bytes(IncomingMail.objects.get(pk=mail.pk)) == raw


def test_what_is_too_large_is_left_to_its_server(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    with pytest.raises(TooLarge):
        keep(content=b"x" * 11, channel="lmtp", mailbox=None, now=NOW)
    assert not IncomingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nothing_is_promised() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        keep(content=RAW, channel="lmtp", mailbox=None, now=NOW)


def test_an_unknown_way_in_is_a_mistake(db: None) -> None:
    with pytest.raises(ValueError, match="fax"):
        keep(content=RAW, channel="fax", mailbox=None, now=NOW)


def test_the_mail_is_sorted_by_the_worker(cast: Cast) -> None:
    from tests.mail.incoming.letters import arrive

    mail = arrive(RAW, box=mailbox(cast.rejected))
    assert (mail.fate, mail.reason, mail.person_id) == (Fate.TICKET, "new_ticket", cast.marina.pk)
    assert mail.ticket is not None
    assert mail.ticket.subject == "Rejeição 204"
