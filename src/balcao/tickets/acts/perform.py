"""Carries out an act on its tickets, each in a transaction of its own, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from balcao.history.models import Event
from balcao.history.record import held
from balcao.lib.refused import Refused
from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.acts.steps import Doing, check_steps, do_step, right_needed, writes_messages
from balcao.tickets.acts.undoing import WINDOW, picture, put_back
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Act, ActItem, ItemStatus, Ticket

AT_ONCE = 5
"""More tickets than this are left to a worker, and the page shows how far it is."""
MOST = 200
TOLERANCE = timedelta(seconds=5)


def act_on(*, tickets: Sequence[Ticket], steps: object, by: User, key: UUID, clock: Callable[[], datetime]) -> Act:
    """Keep the act once per `key` and carry it out: a few tickets now, many by a job.

    Raises Refused for steps that cannot be meant and for none or more than 200 tickets.
    """
    checked = check_steps(steps)
    if not 1 <= len(tickets) <= MOST:
        raise Refused(_("Choose between 1 and %(count)d tickets.") % {"count": MOST})
    from balcao.tickets.jobs import go_on_with_act  # jobs call verbs

    with transaction.atomic():
        act, is_new = Act.objects.get_or_create(key=key, by=by, defaults={"steps": checked, "started_at": clock()})
        if not is_new:
            return act
        ActItem.objects.bulk_create(ActItem(act=act, ticket=ticket) for ticket in tickets)
        if len(tickets) > AT_ONCE:
            go_on_with_act.enqueue(act.pk)
    if len(tickets) <= AT_ONCE:
        carry_out_act(act, now=clock)
    return act


def carry_out_act(act: Act, *, now: Callable[[], datetime]) -> None:
    """Do what is still waiting. Each ticket and its item change together, so a crash does nothing twice."""
    rights = queue_rights(act.by)
    with override(act.by.language):
        waiting = act.items.filter(status=ItemStatus.WAITING).values_list("pk", flat=True)
        for item_id in list(waiting):
            _do(act, item_id, rights, now())
    Act.objects.filter(pk=act.pk, finished_at__isnull=True).update(finished_at=now())


def _do(act: Act, item_id: int, rights: dict[int, int], now: datetime) -> None:
    try:
        with transaction.atomic():
            item = ActItem.objects.select_for_update().get(pk=item_id)
            if item.status != ItemStatus.WAITING:
                return
            _steps(act, item, rights, now)
    except Refused as refusal:
        ActItem.objects.filter(pk=item_id, status=ItemStatus.WAITING).update(
            status=ItemStatus.REFUSED, problem=refusal.message[:300]
        )


def _steps(act: Act, item: ActItem, rights: dict[int, int], now: datetime) -> None:
    ticket = lock(item.ticket)
    if rights.get(ticket.queue_id, 0) < right_needed(act.steps):
        raise Refused(_("You may not do this in the ticket's queue."))
    before, last = picture(ticket), _last_event(ticket)
    doing = Doing(ticket, act.by, now, uuid5(act.key, str(ticket.pk)))
    with held(until=now + WINDOW):
        for index, step in enumerate(act.steps):
            do_step(step, doing, index)
    after = Ticket.objects.get(pk=ticket.pk)
    root = Event.objects.filter(ticket_id=ticket.pk, id__gt=last).order_by("id").first()
    item.before = {**before, "root": root.pk if root else None}
    is_undoable = root is not None and after.run == ticket.run and not writes_messages(act.steps)
    item.status, item.version = ItemStatus.DONE, after.version if is_undoable else 0
    item.save()


def _last_event(ticket: Ticket) -> int:
    return Event.objects.filter(ticket_id=ticket.pk).aggregate(last=Max("id"))["last"] or 0


def may_undo(act: Act, now: datetime) -> bool:
    """Whether «undo» is worth offering: in time, and something of it can be put back."""
    is_fresh = act.undone_at is None and act.finished_at is not None and now <= act.finished_at + WINDOW
    return is_fresh and act.items.filter(status=ItemStatus.DONE, version__gt=0).exists()


def undo_act(*, act: Act, by: User, now: datetime) -> int:
    """Put the tickets back as they were, but those that changed since; answers how many.

    Raises Refused after ten seconds, for somebody else's act, and when it was taken back already.
    """
    with transaction.atomic():
        fresh = Act.objects.select_for_update().get(pk=act.pk)
        too_late = fresh.finished_at is None or now > fresh.finished_at + WINDOW + TOLERANCE
        if fresh.by_id != by.pk or fresh.undone_at is not None or too_late:
            raise Refused(_("This can no longer be undone."))
        items = list(fresh.items.filter(status=ItemStatus.DONE, version__gt=0).select_related("ticket"))
        done = sum(_put_back(item, by, now) for item in sorted(items, key=lambda item: item.ticket_id))
        if items and not done:
            raise Refused(_("The ticket changed meanwhile: look at it before you change it back."))
        fresh.undone_at = now
        fresh.save(update_fields=["undone_at"])
    return done


def _put_back(item: ActItem, by: User, now: datetime) -> bool:
    change = Change(lock(item.ticket), by, now)
    if change.ticket.version != item.version:
        return False
    put_back(change, item.before)
    item.status = ItemStatus.UNDONE
    item.save(update_fields=["status"])
    return True


def outcome(act: Act) -> dict[str, Any]:
    """How far it is: `total`, `done`, `refused` counts and the problems by ticket number."""
    items = list(act.items.select_related("ticket").only("status", "problem", "ticket__number"))
    return {
        "total": len(items),
        "done": sum(item.status == ItemStatus.DONE for item in items),
        "waiting": sum(item.status == ItemStatus.WAITING for item in items),
        "problems": [(item.ticket.number, item.problem) for item in items if item.status == ItemStatus.REFUSED],
    }
