"""Several processes at the same moment: one row, one message."""

from __future__ import annotations

import pytest
from django.utils import timezone

from balcao.jobs.models import Job
from balcao.mail.incoming_jobs import sort_now
from balcao.mail.intake import keep
from balcao.mail.models import Fate, IncomingMail, MailPlace, RawMail
from tests.cast import Cast, make_cast
from tests.mail.incoming.letters import letter, mailbox
from tests.mail.incoming.test_trust import MARINA, said, to
from tests.tickets.test_double_submit import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def test_kept_by_four_at_once_it_is_one_row(people: Cast) -> None:
    box, raw, now = mailbox(people.rejected), letter(MARINA), timezone.now()
    uids = iter((7, 7, 8, 9))
    at_once(lambda: keep(content=raw, channel="imap", mailbox=box, now=now, place=(1, next(uids))))
    assert (IncomingMail.objects.count(), RawMail.objects.count(), MailPlace.objects.count()) == (1, 1, 3)
    assert Job.objects.filter(task__endswith="sort_mail").count() == 1


def test_sorted_by_four_at_once_it_is_one_message(people: Cast) -> None:
    ticket = people.ticket()
    raw, now = letter(MARINA, to=[to(ticket, people.marina)]), timezone.now()
    mail = keep(content=raw, channel="imap", mailbox=mailbox(people.rejected), now=now)
    at_once(lambda: sort_now(IncomingMail.objects.select_related("mailbox").get(pk=mail.pk), now=now))
    mail.refresh_from_db()
    assert (mail.fate, len(said(ticket))) == (Fate.REPLY, 1)
