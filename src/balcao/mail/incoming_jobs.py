"""Sorting what was kept: load, parse, ask, file. A mail that cannot be sorted holds up no other."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from balcao.history.models import Event
from balcao.history.record import record
from balcao.jobs.periodic import periodic
from balcao.lib.refused import Refused
from balcao.mail.authentication import authentication_of
from balcao.mail.facts import facts_of
from balcao.mail.filing import file_mail
from balcao.mail.intake import NOBODY, raw_bytes
from balcao.mail.models import Fate, IncomingMail
from balcao.mail.parsing.parsed import Automatic
from balcao.mail.reasons import sentence_of
from balcao.mail.sort import sort
from balcao.mail.understanding import understand
from balcao.people.models import User

log = logging.getLogger("balcao.mail")

ATTEMPTS = 8
"""With the delays of `jobs.retry`: about ten minutes; then the mail has failed, and waits for a person."""

HEAD_ONLY_AFTER = 3
"""Sortings that ended without a word took their worker with them: the next looks at the mail's head only."""

FORGOTTEN = timedelta(hours=2)
"""A mail that is still not sorted has lost its job."""


@task(queue_name="mail", max_attempts=ATTEMPTS, takes_context=True)
def sort_mail(context: TaskContext, mail_id: int) -> None:
    """Sort one kept mail; nothing happens to one that was sorted already."""
    mail = IncomingMail.objects.select_related("mailbox__offer__process", "mailbox__queue").filter(pk=mail_id).first()
    if mail is None or mail.fate != Fate.KEPT:
        return
    try:
        sort_now(mail, now=timezone.now())
    except Exception as error:
        _note_failure(mail, f"{type(error).__name__}: {error}", is_last=context.attempt >= ATTEMPTS)
        raise


def sort_now(
    mail: IncomingMail, *, now: datetime, is_released: bool = False, decided_by: User | None = None
) -> IncomingMail:
    """The mail as it is afterwards. Raises what hindered it; Refused only after a person's decision."""
    ended_badly = mail.sorts if mail.fate == Fate.KEPT and not mail.last_error else 0
    IncomingMail.objects.filter(pk=mail.pk).update(sorts=F("sorts") + 1)
    raw = raw_bytes(mail)
    parsed = understand(raw, only_head=ended_badly >= HEAD_ONLY_AFTER)
    if mail.envelope_from == NOBODY and not parsed.automatic:
        # A server that hands mail over does not always write Return-Path itself.
        parsed.automatic = Automatic("bounce", "empty sender of the envelope (RFC 5321 §4.5.5)")
    mail.authentication = authentication_of(raw, parsed)
    verdict = sort(parsed, facts_of(mail, parsed, now=now, is_released=is_released))
    if is_released and verdict.fate == "held":
        raise Refused(sentence_of(verdict.reason, verdict.data))
    before = mail.fate
    return file_mail(
        mail, parsed, raw, verdict, now=now, may_file=lambda row: row.fate == before, decided_by=decided_by
    )


def _note_failure(mail: IncomingMail, said: str, *, is_last: bool) -> None:
    """Keep why; a database that is away cannot be told."""
    log.warning("Mail %s could not be sorted: %s", mail.pk, said[:300])
    words = said.replace("\x00", "\ufffd")[:4000]
    try:
        with transaction.atomic():
            rows = IncomingMail.objects.filter(pk=mail.pk, fate=Fate.KEPT)
            rows.update(last_error=words)
            if is_last and rows.update(fate=Fate.FAILED, reason="failed", sorted_at=timezone.now()):
                record("mail.failed", now=timezone.now(), data={"mail": mail.pk})
    except DatabaseError:
        log.exception("Mail %s: its failure could not be written down", mail.pk)


@periodic(every=timedelta(minutes=30))
@task(queue_name="mail")
def sort_forgotten() -> None:
    """Mails whose job died with its worker are sorted again, or have failed."""
    look_for_forgotten(now=timezone.now())


def look_for_forgotten(*, now: datetime) -> int:
    """Answers how many were found."""
    waiting = IncomingMail.objects.filter(fate=Fate.KEPT, kept_at__lt=now - FORGOTTEN)
    found = list(waiting.order_by("pk")[:500])
    for mail in found:
        if mail.sorts < 2 * ATTEMPTS:
            sort_mail.enqueue(mail.pk)
        else:
            _note_failure(mail, mail.last_error or "It ended every worker that sorted it.", is_last=True)
    return len(found)


def hear_decision(event_id: int) -> None:
    """Somebody was included in a ticket, or refused: what they wrote meanwhile becomes an answer, or is ignored."""
    event = Event.objects.get(pk=event_id)
    held = IncomingMail.objects.select_related("mailbox__offer__process", "mailbox__queue").filter(
        fate=Fate.HELD, reason="pending_participant", ticket_id=event.ticket_id or 0, person_id=event.data.get("user")
    )
    for mail in held.order_by("pk"):
        if event.kind == "ticket.person_included":
            sort_now(mail, now=event.at)
        else:
            _ignore_refused(mail, event)


def _ignore_refused(mail: IncomingMail, event: Event) -> None:
    with transaction.atomic():
        changed = IncomingMail.objects.filter(pk=mail.pk, fate=Fate.HELD).update(
            fate=Fate.IGNORED, reason="refused_participant", sorted_at=event.at, decided_by=event.actor_id
        )
        if changed:
            data = {"mail": mail.pk, "reason": "refused_participant", "ticket": event.ticket_id}
            record("mail.ignored", now=event.at, actor_id=event.actor_id, data=data)
