"""Once a day what the server has is held against what is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from pytest_django.fixtures import Settings

from balcao.jobs.models import Job
from balcao.mail.models import IncomingMail, Mailbox, MailPlace
from balcao.mail.secrets import seal, unseal
from balcao.mail.transports.jobs import reconcile_mailboxes
from balcao.mail.transports.reconciling import reconcile
from balcao.mail.transports.visits import visit_once
from tests.dovecot import Dovecot
from tests.mail.transports.boxes import a_mail, a_mailbox, kept_bytes
from tests.mail.transports.conftest import MakeBox


def test_what_is_on_the_server_and_not_here_is_kept_and_counted(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox, mails = box(), [a_mail(number) for number in range(4)]
    dovecot.put(mailbox.username, *mails)
    visit_once(mailbox)
    # As if somebody had lost them: rows restored from an old copy, for example.
    IncomingMail.objects.filter(subject__in=["Nota 1", "Nota 2"]).delete()
    dovecot.put(mailbox.username, a_mail(9))
    mailbox.refresh_from_db()
    now = timezone.now()
    assert reconcile(mailbox, now=now) == 2
    mailbox.refresh_from_db()
    assert (mailbox.missing, mailbox.reconciled_at) == (2, now)
    assert kept_bytes() == mails
    assert set(MailPlace.objects.filter(is_done=False).values_list("uid", flat=True)) == {2, 3}
    assert visit_once(mailbox) == 1
    assert not MailPlace.objects.filter(is_done=False).exists()
    assert reconcile(mailbox, now=now + timedelta(days=1)) == 0
    mailbox.refresh_from_db()
    assert mailbox.missing == 0


def test_old_mail_is_not_asked_for(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, a_mail(1))
    visit_once(mailbox)
    IncomingMail.objects.all().delete()
    mailbox.refresh_from_db()
    assert reconcile(mailbox, now=timezone.now() + timedelta(days=10)) == 0


def test_new_numbers_are_left_to_the_next_look(box: MakeBox, dovecot: Dovecot) -> None:
    mailbox = box()
    dovecot.put(mailbox.username, a_mail(1))
    visit_once(mailbox)
    mailbox.refresh_from_db()
    dovecot.change_uidvalidity(mailbox.username)
    assert reconcile(mailbox, now=timezone.now()) == 0


def test_every_day_each_mailbox_has_its_own_job_so_that_a_dead_one_stops_no_other(
    box: MakeBox, dovecot: Dovecot, run_jobs: Callable[[], int]
) -> None:
    dead, alive = box(port=9, uidvalidity=1), box()
    dovecot.put(alive.username, a_mail(1))
    visit_once(alive)
    IncomingMail.objects.all().delete()
    Job.objects.all().delete()
    reconcile_mailboxes.enqueue()
    run_jobs()
    assert dict(Mailbox.objects.values_list("pk", "missing")) == {dead.pk: 0, alive.pk: 1}
    assert Job.objects.filter(task__endswith="reconcile_mailbox", status="ready").count() == 1


def test_secrets_are_sealed_with_the_newest_key_every_day(
    db: None, settings: Settings, run_jobs: Callable[[], int]
) -> None:
    mailbox = a_mailbox()
    lost = a_mailbox("antiga", secret="gAAAA-not-ours")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 5, [settings.SECRET_KEY]
    assert seal("x")
    reconcile_mailboxes.enqueue()
    run_jobs()
    settings.SECRET_KEY_FALLBACKS = []
    mailbox.refresh_from_db()
    lost.refresh_from_db()
    assert unseal(mailbox.secret).reveal() == "segredo"
    assert lost.secret == "gAAAA-not-ours"
