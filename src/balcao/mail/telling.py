"""Tells administrators, by mail and in the log, that no mail comes in somewhere; once, and once when it does again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.mail.health import Condition, Health, health_of
from balcao.mail.letters import address_of, write
from balcao.mail.models import Mailbox, MailStatus, OutgoingMail, Trouble
from balcao.mail.outbox import NoAddress, post
from balcao.people.models import User

log = logging.getLogger("balcao.mail")

PATIENCE = timedelta(minutes=10)
"""A server that is restarted is nobody's business."""

AT_ONCE = frozenset({Trouble.REFUSED, Trouble.EXPIRED, Trouble.SECRET, Trouble.CERTIFICATE, Trouble.INSECURE})
"""These do not pass by themselves."""

STUCK = timedelta(minutes=30)


def tell_of_mailboxes(*, now: datetime) -> int:
    """Look at all of them; answers of how many somebody was told."""
    return sum(_look_at(mailbox.pk, now) for mailbox in Mailbox.objects.filter(is_active=True))


def tell_of_outgoing(*, now: datetime) -> bool:
    """When mail cannot leave, no mail can tell so: the log does. Answers whether it did."""
    waiting = OutgoingMail.objects.filter(status=MailStatus.QUEUED, attempts__gt=1, created_at__lt=now - STUCK)
    oldest = waiting.order_by("created_at").first()
    if oldest is not None:
        log.error("Mail does not leave: %s wait, the oldest since %s", waiting.count(), oldest.created_at.isoformat())
    return oldest is not None


def _look_at(mailbox_id: int, now: datetime) -> bool:
    with transaction.atomic():
        mailbox = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox_id)
        health = health_of(mailbox, now=now)
        if health.is_well:
            return mailbox.told_at is not None and _tell(mailbox, health, now, told_at=None)
        if mailbox.told_at is not None or health.since is None or not _is_time(health, mailbox, now):
            return False
        return _tell(mailbox, health, now, told_at=now)


def _is_time(health: Health, mailbox: Mailbox, now: datetime) -> bool:
    assert health.since is not None
    is_urgent = health.condition is Condition.FAILING and mailbox.trouble in AT_ONCE
    return is_urgent or now - health.since >= PATIENCE


def _tell(mailbox: Mailbox, health: Health, now: datetime, *, told_at: datetime | None) -> bool:
    """The log always; administrators who have an address by mail."""
    with translation.override("en"):
        if told_at is None:
            log.warning("Mailbox %s: mail comes in again", mailbox.name)
        else:
            log.error("Mailbox %s: %s (since %s) %s", mailbox.name, health.words, health.since, health.detail)
    Mailbox.objects.filter(pk=mailbox.pk).update(told_at=told_at)
    for person in User.objects.filter(is_staff=True, is_active=True).exclude(email="").order_by("pk"):
        _write_to(person, mailbox, health, now)
    return True


def _write_to(person: User, mailbox: Mailbox, health: Health, now: datetime) -> None:
    with translation.override(person.language):
        subject = _("Mail comes in again: %(mailbox)s") if health.is_well else _("No mail comes in: %(mailbox)s")
        subject = subject % {"mailbox": mailbox.name}
        context = {
            "subject": subject,
            "mailbox": mailbox,
            "health": health,
            "words": str(health.words),
            "remedy": str(health.remedy),
            "button_url": address_of(_page(mailbox)),
            "button_label": _("Open the mailbox"),
        }
    letter = write("mailbox_health", context, language=person.language, zone=person.time_zone)
    try:
        post(to=person.email, subject=subject, text=letter.text, html=letter.html, purpose="mailbox_health", now=now)
    except NoAddress:
        log.warning("Administrator %s has no usable address", person.username)


def _page(mailbox: Mailbox) -> str:
    return reverse("admin:mail_mailbox_change", args=[mailbox.pk])
