"""An agent has an effect of the process tried again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.processes import engine
from balcao.tickets.carrying import carry_out
from balcao.tickets.carrying.leaving import request
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import EffectRun, EffectStatus
from balcao.tickets.troubles import CannotBeDone, trouble_of


def retry_effect(*, run: EffectRun, by: User, now: datetime) -> EffectRun:
    """Do it now, or ask for it again when it leaves the house. Raises Refused when it still cannot be done."""
    with transaction.atomic():
        change = Change(lock(run.ticket), by, now)
        current = EffectRun.objects.get(pk=run.pk)
        if current.status != EffectStatus.FAILED:
            raise Refused(_("This was done or is being tried again already."))
        effect = engine.effect_from_json(current.effect)
        if isinstance(effect, engine.LEAVING):
            current.status, current.tries, current.settled_at = EffectStatus.WAITING, 0, None
            current.asked_at = now
            request(current, change)
        else:
            _carry_out(effect, change, current)
        current.save()
        change.save()
    return current


def _carry_out(effect: engine.Effect, change: Change, run: EffectRun) -> None:
    try:
        with change.automatically():
            carry_out(effect, change)
    except CannotBeDone as trouble:
        run.problem, run.detail = trouble.code, trouble.detail
        raise Refused(trouble_of(run)) from trouble
    run.status, run.settled_at, run.tries = EffectStatus.DONE, change.now, run.tries + 1
    change.record("effect.done", run=run.pk, effect=run.kind)
