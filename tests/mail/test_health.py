"""How a way in goes: said in words, with since when and what to do."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from balcao.mail import health
from balcao.mail.health import Condition, Health, health_of
from balcao.mail.models import Mailbox, MailboxKind, Trouble
from tests.mail.transports.boxes import a_mailbox

pytestmark = pytest.mark.django_db


def of(mailbox: Mailbox, now: datetime) -> Health:
    mailbox.refresh_from_db()
    return health_of(mailbox, now=now)


def test_a_mailbox_that_is_looked_at_is_well_until_nobody_looks_any_more(now: datetime) -> None:
    mailbox = a_mailbox()
    assert of(mailbox, now).condition is Condition.LATE
    health.goes_well(mailbox.pk, now=now)
    later = now + timedelta(minutes=14)
    assert (of(mailbox, later).condition, of(mailbox, later).lag) == (Condition.OK, timedelta(minutes=14))
    late = of(mailbox, now + timedelta(minutes=16))
    assert (late.condition, late.since, late.is_well) == (Condition.LATE, now, False)
    assert "bin/balcao serve" in str(late.remedy)


def test_a_failure_says_since_when_and_what_to_do_and_ends(now: datetime) -> None:
    mailbox = a_mailbox()
    health.goes_wrong(mailbox.pk, Trouble.EXPIRED, "400 invalid_grant\x00", now=now)
    health.goes_wrong(mailbox.pk, Trouble.EXPIRED, "400 invalid_grant", now=now + timedelta(hours=1))
    failing = of(mailbox, now + timedelta(hours=1))
    assert (failing.condition, failing.since, failing.detail) == (Condition.FAILING, now, "400 invalid_grant")
    with translation.override("pt-br"):
        assert str(failing.words) == "A permissão para ler a caixa expirou"
    health.goes_well(mailbox.pk, now=now + timedelta(hours=2), mail_came=True)
    well = of(mailbox, now + timedelta(hours=2))
    assert (well.condition, well.since, well.detail) == (Condition.OK, None, "")
    assert mailbox.last_mail_at == now + timedelta(hours=2)


def test_every_trouble_has_its_remedy() -> None:
    assert set(health.REMEDIES) == set(Trouble)


def test_mail_that_is_handed_over_needs_nobody_to_look(now: datetime) -> None:
    assert of(a_mailbox(kind=MailboxKind.HANDED), now).condition is Condition.OK


def test_a_mailbox_that_takes_nothing_in_is_off(now: datetime) -> None:
    mailbox = a_mailbox(is_active=False)
    health.goes_wrong(mailbox.pk, Trouble.REFUSED, "no", now=now)
    assert of(mailbox, now).condition is Condition.OFF
