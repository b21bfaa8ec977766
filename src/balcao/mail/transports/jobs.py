"""What is done for the ways in from time to time, by whichever worker comes first."""

from datetime import time, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from balcao.jobs.periodic import periodic
from balcao.mail.models import Mailbox
from balcao.mail.secrets import Unreadable, reseal
from balcao.mail.telling import tell_of_mailboxes, tell_of_outgoing
from balcao.mail.transports.reconciling import mailboxes_to_reconcile, reconcile


@periodic(every=timedelta(minutes=1))
@task(max_attempts=1)
def watch_mailboxes() -> None:
    """Tell administrators of mailboxes from which nothing comes in."""
    tell_of_mailboxes(now=timezone.now())


@periodic(every=timedelta(minutes=30))
@task(max_attempts=1)
def watch_outgoing() -> None:
    """Write into the log that mail does not leave."""
    tell_of_outgoing(now=timezone.now())


@periodic(at=time(4, 20))
@task()
def reconcile_mailboxes() -> None:
    """A job for each, so that a dead one keeps no other waiting; and secrets are sealed with the newest key."""
    with transaction.atomic():
        for pk in mailboxes_to_reconcile():
            reconcile_mailbox.enqueue(pk)
    reseal_secrets()


@task(queue_name="mail", max_attempts=4)
def reconcile_mailbox(mailbox_id: int) -> None:
    """Network first, and no transaction around it."""
    mailbox = Mailbox.objects.filter(pk=mailbox_id, is_active=True).first()
    if mailbox is not None:
        reconcile(mailbox, now=timezone.now())


def reseal_secrets() -> None:
    """So that a secret key of before can be given up. What cannot be read is told by the mailbox's health."""
    for mailbox in Mailbox.objects.all():
        for name in ("secret", "oauth_refresh_token"):
            before = getattr(mailbox, name)
            try:
                after = reseal(before)
            except Unreadable:
                continue
            # Only if nobody entered another one meanwhile.
            Mailbox.objects.filter(pk=mailbox.pk, **{name: before}).update(**{name: after})
