"""«Desfazer»: what was done last may be taken back for ten seconds, from whatever page of the desk comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.front.access import ReaderRequest
from balcao.tickets.actions.merge import undo_merge
from balcao.tickets.acts.perform import may_undo, outcome, undo_act
from balcao.tickets.acts.undoing import WINDOW
from balcao.tickets.desk_counts import forget_counts
from balcao.tickets.models import Act, Merge

OFFER = "desk_undo"
"""Session key: the last thing that can be taken back."""

RUNNING = "desk_act"
"""Session key: the last act that was left to a worker, until it is over."""


def offer_undo(request: ReaderRequest, key: UUID, text: str, *, since: datetime | None = None) -> None:
    """Offer it on the next pages until the seconds since then (now) are over. `text` says what was done."""
    until = (since or request.reader.now) + WINDOW
    request.session[OFFER] = {"key": str(key), "text": text, "until": until.isoformat()}


def offer_for(request: ReaderRequest, act: Act, text: str) -> None:
    """Offer to take an act back, if it can be."""
    fresh = Act.objects.get(pk=act.pk)
    if may_undo(fresh, request.reader.now):
        offer_undo(request, act.key, text, since=fresh.finished_at)


def follow(request: ReaderRequest, act: Act) -> dict[str, Any]:
    """How far the act is: `total`, `done`, `waiting`, `text` and the `refusals`, (numbers, why).

    Pages show it until it is over; then they offer to take it back.
    """
    found = outcome(act)
    forget_counts(request.reader.user)
    if found["waiting"]:
        request.session[RUNNING] = str(act.key)
    else:
        request.session.pop(RUNNING, None)
        if found["done"]:
            offer_for(request, act, _done(found["done"]))
    refusals: dict[str, list[int]] = {}
    for number, problem in found["problems"]:
        refusals.setdefault(problem, []).append(number)
    text = _on_its_way(found) if found["waiting"] else _done(found["done"])
    return {**found, "text": text, "refusals": [(numbers, problem) for problem, numbers in refusals.items()]}


def undo_offered(request: ReaderRequest) -> dict[str, Any] | None:
    """`key`, `text` and `seconds` left; of an act on its way `key`, `text`, `total`, `over`; None when neither is."""
    if (running := request.session.get(RUNNING)) is not None:
        act = Act.objects.filter(key=running, by=request.reader.user).first()
        found = follow(request, act) if act is not None else {"waiting": 0}
        if act is not None and found["waiting"]:
            over = found["total"] - found["waiting"]
            return {"key": running, "text": found["text"], "total": found["total"], "over": over}
    offer = request.session.get(OFFER)
    if offer is None:
        return None
    left = datetime.fromisoformat(offer["until"]) - request.reader.now
    if left <= timedelta():
        del request.session[OFFER]
        return None
    return {"key": offer["key"], "text": offer["text"], "seconds": max(1, round(left.total_seconds()))}


def take_back(request: ReaderRequest, key: UUID) -> str:
    """Take the act or the merge with this key back; answers what to say.

    Raises Refused when it is too late, LookupError for a key that is none of this agent's.
    """
    me, now = request.reader.user, request.reader.now
    request.session.pop(OFFER, None)
    forget_counts(me)
    act = Act.objects.filter(key=key, by=me).first()
    if act is not None:
        count = undo_act(act=act, by=me, now=now)
        said = ngettext("%(count)d ticket is as it was.", "%(count)d tickets are as they were.", count)
        return said % {"count": count}
    merge = Merge.objects.select_related("source", "target").filter(key=key, by=me).first()
    if merge is None:
        raise LookupError(key)
    undo_merge(merge=merge, by=me, now=now)
    return _("The two tickets are apart again.")


def _done(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext("%(count)d ticket was changed.", "%(count)d tickets were changed.", count) % {"count": count}


def _on_its_way(found: dict[str, Any]) -> str:
    over = found["total"] - found["waiting"]
    return _("Changing tickets: %(over)d of %(total)d…") % {"over": over, "total": found["total"]}
