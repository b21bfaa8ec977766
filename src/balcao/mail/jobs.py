"""Handing mail to the SMTP server, outside any transaction."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from balcao.history.record import record
from balcao.jobs.periodic import periodic
from balcao.jobs.retry import GiveUp
from balcao.jobs.run import settle
from balcao.mail import incoming_jobs  # noqa: F401 - so that the worker knows them
from balcao.mail.bad_addresses import mark_bad
from balcao.mail.concerns import concerns_still
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.mail.quiet import waits_until
from balcao.mail.smtp import Refusal, send

ATTEMPTS = 60
"""With the delays of `jobs.retry`: a server may be away for about two days."""

KEPT = timedelta(days=90)


@task(queue_name="mail", max_attempts=ATTEMPTS, takes_context=True)
def deliver(context: TaskContext, mail_id: int) -> None:
    """Send one queued mail. A retry carries the same Message-ID; a final no of the server is not retried.

    A mail about a ticket goes to the address that its person has now, if it still concerns them at all.
    """
    waiting = OutgoingMail.objects.select_related("person", "ticket")
    mail = waiting.filter(pk=mail_id, status=MailStatus.QUEUED).first()
    if mail is None:
        return
    rows = OutgoingMail.objects.filter(pk=mail_id)
    if not concerns_still(mail):
        rows.update(status=MailStatus.DROPPED, text="", html="", files=[])
        return
    later = waits_until(mail, timezone.now())
    if later is not None:
        with transaction.atomic():
            settle()  # one job ends and one begins: the mail is neither lost nor doubled
            deliver.using(run_after=later).enqueue(mail_id)
        return
    if mail.person is not None and mail.to != mail.person.email:
        mail.to = mail.person.email
        rows.update(to=mail.to)
    rows.update(attempts=F("attempts") + 1)
    try:
        send(mail)
    except Refusal as refusal:
        _give_up(mail, str(refusal), is_of_address=refusal.is_of_address)
        raise GiveUp(str(refusal)) from refusal
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:2000]
        rows.update(last_error=said)
        if context.attempt >= ATTEMPTS:
            _give_up(mail, said)
        raise
    rows.update(status=MailStatus.SENT, sent_at=timezone.now(), last_error="")
    if mail.is_secret:
        rows.update(text="", html="")


def _give_up(mail: OutgoingMail, error: str, *, is_of_address: bool = False) -> None:
    """Keep why, and tell whoever listens; an address that was refused for good gets nothing more meanwhile."""
    with transaction.atomic():
        if is_of_address:
            mark_bad(mail.to, person=mail.person, status="", diagnostic=error, now=timezone.now())
        OutgoingMail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED, last_error=error)
        record("mail.refused", now=timezone.now(), ticket_id=mail.ticket_id, data={"mail": mail.pk})


@periodic(at=time(3, 50))
@task()
def forget_bodies() -> None:
    """After 90 days only the fact that a mail was sent stays."""
    forget(now=timezone.now())


def forget(*, now: datetime) -> int:
    """Empty the texts of mails older than 90 days; answers how many."""
    return OutgoingMail.objects.filter(created_at__lt=now - KEPT).exclude(text="", html="").update(text="", html="")
