"""«Desfazer»: what was done last may be taken back for ten seconds, from whatever page of the desk comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.front.access import ReaderRequest
from balcao.tickets.actions.merge import undo_merge
from balcao.tickets.acts.perform import may_undo, undo_act
from balcao.tickets.acts.undoing import WINDOW
from balcao.tickets.models import Act, Merge

OFFER = "desk_undo"
"""Session key: the last thing that can be taken back."""


def offer_undo(request: ReaderRequest, key: UUID, text: str) -> None:
    """Offer it on the next pages until the seconds are over. `text` says what was done."""
    request.session[OFFER] = {"key": str(key), "text": text, "until": (request.reader.now + WINDOW).isoformat()}


def offer_for(request: ReaderRequest, act: Act, text: str) -> None:
    """Offer to take an act back, if it can be."""
    if may_undo(Act.objects.get(pk=act.pk), request.reader.now):
        offer_undo(request, act.key, text)


def undo_offered(request: ReaderRequest) -> dict[str, Any] | None:
    """`key`, `text` and `seconds` left; None when there is nothing to take back any more."""
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
