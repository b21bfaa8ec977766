"""Rascunhos: what the member has begun and not sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.front.access import ReaderRequest, customer_required
from balcao.front.drafts import continue_href
from balcao.lib.richtext import plain
from balcao.lib.texts import pick, snippet
from balcao.tickets.draft_access import draft_of, drafts_of
from balcao.tickets.draft_jobs import KEPT, WARNED
from balcao.tickets.models import Draft, DraftKind, DraftStatus

SHOWN = 160
"""Characters of the text in a row."""


@require_safe
@customer_required
def drafts(request: ReaderRequest) -> HttpResponseBase:
    """Newest first; on top what was just kept or thrown away, with the way back."""
    reader = request.reader
    assert reader.membership is not None
    context = {
        "section": "tickets",
        "rows": [_row(draft, reader.now) for draft in drafts_of(reader.membership)],
        "days": KEPT.days,
        "discarded": _named(request, "descartado", DraftStatus.DISCARDED),
        "kept": _named(request, "guardado", DraftStatus.WRITING),
    }
    return render(request, "portal/drafts.html", context)


def _row(draft: Draft, now: datetime) -> dict[str, Any]:
    text = draft.typed("body") or draft.typed("f-body")
    goes_at = draft.updated_at + KEPT
    return {
        "key": draft.pk,
        "title": _title(draft),
        "about": _about(draft),
        "text": snippet(plain(text), SHOWN),
        "files": len(draft.files.all()),
        "href": continue_href(draft),
        "at": draft.updated_at,
        "goes_at": goes_at if goes_at - now <= WARNED else None,
        "refusal": draft.refusal,
        "is_going": draft.status == DraftStatus.SENDING,
    }


def _title(draft: Draft) -> str:
    if draft.ticket is not None:
        return draft.ticket.subject
    return draft.typed("f-subject").strip() or _("New ticket without a subject")


def _about(draft: Draft) -> str:
    """«Resposta ao nº 10482» or the process."""
    if draft.ticket is not None:
        return _("Answer to no. %(number)s") % {"number": draft.ticket.number}
    assert draft.kind == DraftKind.OPENING
    assert draft.offer is not None
    version = draft.offer.process.current
    return pick(version.name, get_language()) if version else pick(draft.offer.tool.name, get_language())


def _named(request: ReaderRequest, name: str, status: DraftStatus) -> Draft | None:
    """The draft that the address says something was done to, if it was."""
    key = _uuid(request.GET, name)
    if key is None:
        return None
    try:
        draft = draft_of(request.reader.user, key)
    except Http404:
        return None
    return draft if draft.status == status else None


def _uuid(query: QueryDict, name: str) -> UUID | None:
    try:
        return UUID(query.get(name, ""))
    except ValueError:
        return None
