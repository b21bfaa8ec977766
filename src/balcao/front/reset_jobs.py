"""What is looked up after the page has answered, so that every answer takes the same time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from balcao.history.record import record
from balcao.jobs.run import settle
from balcao.people.actions.invite import invite
from balcao.people.sign_in import find_person

REMINDED_EVERY = timedelta(days=1)


@task(queue_name="mail")
def look_up(login: str) -> None:
    """Mail the link to who has this user name or e-mail; who never used the invitation gets a new one. Else nothing."""
    user = find_person(login)
    if user is None or not user.is_active or not user.email:
        return
    now = timezone.now()
    with transaction.atomic():
        settle()  # asked once, mailed once
        if user.has_usable_password():
            record("person.reset_asked", now=now, data={"user": user.pk})
        else:
            invite(user=user, by=None, now=now)


@task(queue_name="mail")
def remind_invited(login: str) -> None:
    """Somebody tried to sign in before using the invitation: a fresh one, at most once a day. Else nothing."""
    user = find_person(login)
    if user is None or not user.is_active or not user.email or user.has_usable_password():
        return
    now = timezone.now()
    with transaction.atomic():
        settle()
        latest = user.invitations.order_by("-id").first()
        if latest is not None and latest.created_at < now - REMINDED_EVERY:
            invite(user=user, by=None, now=now)
