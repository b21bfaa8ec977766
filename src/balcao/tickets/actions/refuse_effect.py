"""What a process asked of the outside world looked done, and was refused there later."""

from datetime import datetime

from django.db import transaction

from balcao.tickets.changes import Change, lock
from balcao.tickets.models import EffectRun, EffectStatus
from balcao.tickets.troubles import CannotBeDone


def refuse_effect(*, run: EffectRun, trouble: CannotBeDone, now: datetime) -> EffectRun:
    """Show it as failed, so that somebody mends it and tries again.

    Told in the history once; a second refusal of the same try only says more. One that is being tried again is left.
    """
    with transaction.atomic():
        change = Change(lock(run.ticket), None, now)
        current = EffectRun.objects.get(pk=run.pk)
        if current.asked_at != run.asked_at or current.status not in (EffectStatus.DONE, EffectStatus.FAILED):
            return current
        is_news = current.status == EffectStatus.DONE
        current.status, current.settled_at = EffectStatus.FAILED, now
        current.problem, current.detail = trouble.code, trouble.detail
        current.save()
        if is_news:
            change.record("process.effect_failed", effect=current.kind, activity=current.activity, run=current.pk)
            change.save()
    return current
