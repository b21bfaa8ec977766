"""One process at a time has a mailbox."""

from datetime import datetime, timedelta

import pytest

from balcao.mail.holds import LEASE, holder_of, name_of_this_process, take_hold
from tests.mail.transports.boxes import a_mailbox

pytestmark = pytest.mark.django_db


def test_the_second_gets_nothing_until_the_first_lets_go(now: datetime) -> None:
    mailbox, other = a_mailbox(), a_mailbox("financeiro")
    hold = take_hold(mailbox.pk, now=now)
    assert hold is not None
    assert take_hold(mailbox.pk, now=now) is None
    assert take_hold(other.pk, now=now) is not None
    assert holder_of(mailbox.pk, now=now) == name_of_this_process()
    hold.let_go()
    assert holder_of(mailbox.pk, now=now) == ""
    assert take_hold(mailbox.pk, now=now) is not None


def test_who_vanished_loses_it_when_the_time_is_over_and_cannot_lengthen_it_then(now: datetime) -> None:
    mailbox = a_mailbox()
    first = take_hold(mailbox.pk, now=now)
    assert first is not None
    assert first.lengthen(now=now + timedelta(seconds=50))
    assert take_hold(mailbox.pk, now=now + LEASE) is None
    second = take_hold(mailbox.pk, now=now + timedelta(seconds=51) + LEASE)
    assert second is not None
    assert not first.lengthen(now=now + LEASE)
    first.let_go()
    assert second.lengthen(now=now + 2 * LEASE)
