"""Whoever carried out an effect outside the house reports back how it went."""

from datetime import datetime

from django.db import transaction

from balcao.tickets.changes import Change, lock
from balcao.tickets.models import EffectRun, EffectStatus
from balcao.tickets.troubles import CannotBeDone

MOST_TRIES = 9
"""With the delays of `jobs.retry`: about a quarter of an hour from the first failure to the last."""


def settle_effect(*, run: EffectRun, trouble: CannotBeDone | None, can_retry: bool, now: datetime) -> EffectRun:
    """Note one try: done, to be tried again, or failed for good, which the ticket's history tells the team.

    A run that is done stays done.
    """
    with transaction.atomic():
        change = Change(lock(run.ticket), None, now)
        current = EffectRun.objects.get(pk=run.pk)
        if current.status == EffectStatus.DONE:
            return current
        current.tries += 1
        if trouble is None:
            current.status, current.settled_at, current.problem, current.detail = EffectStatus.DONE, now, "", ""
            change.record("effect.done", run=current.pk, effect=current.kind)
            change.save()
        else:
            is_last = not can_retry or current.tries >= MOST_TRIES
            current.status = EffectStatus.FAILED if is_last else EffectStatus.RETRYING
            current.problem, current.detail = trouble.code, trouble.detail
            if is_last:
                current.settled_at = now
                change.record("process.effect_failed", effect=current.kind, activity=current.activity, run=current.pk)
                change.save()
        current.save()
    return current
