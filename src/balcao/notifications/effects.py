"""Carries out what a process asks of the outside world, and reports back to its ticket."""

from datetime import datetime

from django.utils import timezone

from balcao.history.models import Event
from balcao.lib.names import clean_line
from balcao.mail.models import MailStatus, OutgoingMail
from balcao.notifications import process_mail, webhooks
from balcao.processes import engine
from balcao.tickets.actions.refuse_effect import refuse_effect
from balcao.tickets.actions.settle_effect import settle_effect
from balcao.tickets.models import EffectRun, EffectStatus
from balcao.tickets.troubles import CannotBeDone

PASSING = frozenset({"not_reached", "bad_answer", "unknown"})
"""Troubles that may be over in a minute; the others wait for somebody to mend them."""


class TryAgain(Exception):
    """The job that brought the effect shall come back later; what went wrong stands on the ticket."""


def carry_out(event_id: int) -> None:
    """Listener of `effect.requested`: do it once, in its own time, outside any transaction."""
    event = Event.objects.get(pk=event_id)
    found = EffectRun.objects.select_related(
        "ticket__process_version__process", "ticket__owner", "ticket__responsible", "ticket__queue"
    )
    run = found.filter(pk=event.data["run"]).first()
    if run is None or run.status in (EffectStatus.DONE, EffectStatus.FAILED):
        return
    now = timezone.now()
    trouble = _try(run, now=now)
    can_retry = trouble is not None and trouble.code in PASSING
    settled = settle_effect(run=run, trouble=trouble, can_retry=can_retry, now=timezone.now())
    if settled.status == EffectStatus.RETRYING:
        raise TryAgain(f"{settled.kind}: {settled.problem} {settled.detail}") from trouble


def hear_refusal(event_id: int) -> None:
    """Listener of `mail.refused`: a mail that a process asked for failed after all, which its ticket shows."""
    event = Event.objects.get(pk=event_id)
    mail = OutgoingMail.objects.select_related("effect_run__ticket").filter(pk=event.data["mail"]).first()
    run = mail.effect_run if mail is not None else None
    if run is not None and mail is not None and mail.created_at >= run.asked_at:
        refuse_effect(run=run, trouble=CannotBeDone("mail_refused", _refusals(run)), now=event.at)


def _refusals(run: EffectRun) -> str:
    """«fora@fiscal.example (550 no such user)», each address that was refused since it was asked for last."""
    failed = run.mails.filter(status=MailStatus.FAILED, created_at__gte=run.asked_at).order_by("pk")
    return ", ".join(f"{one.to} ({clean_line(one.last_error, 120)})" for one in failed)


def _try(run: EffectRun, *, now: datetime) -> CannotBeDone | None:
    """What went wrong, if anything did."""
    try:
        effect = engine.effect_from_json(run.effect)
        if isinstance(effect, engine.SendMail):
            process_mail.send(effect, run, now=now)
        elif isinstance(effect, engine.Webhook):
            webhooks.call(effect, run, now=now)
        else:
            return CannotBeDone("unknown", run.kind)
    except CannotBeDone as trouble:
        return trouble
    except Exception as error:
        unknown = CannotBeDone("unknown", type(error).__name__)
        unknown.__cause__ = error
        return unknown
    return None
