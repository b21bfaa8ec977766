"""What is typed is kept, sent with ten seconds to take it back, thrown away and brought back.

Each address answers `drafts.js` with JSON and a plain button with the page that follows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.front.access import ReaderRequest, to_login
from balcao.front.draft_boxes import Outgoing
from balcao.front.drafts import (
    DEVICE,
    DEVICE_AGE,
    SentForm,
    as_json,
    continue_href,
    is_other_person,
    keep,
    read_form,
    too_long,
)
from balcao.front.redirects import send_to
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.tickets.access import may_see_message
from balcao.tickets.actions.discard_draft import discard_draft, restore_draft
from balcao.tickets.actions.save_draft import DraftChanged, DraftSent
from balcao.tickets.actions.send_draft_later import send_draft_later, undo_sending
from balcao.tickets.draft_access import draft_of
from balcao.tickets.models import Draft, DraftKind, Message
from balcao.tickets.overtaken import Overtaken, refuse_overtaken
from balcao.tickets.reopening import refuse_closed_meanwhile

DraftView = Callable[..., HttpResponseBase]
SIGNED_OUT, SENT, CHANGED, REFUSED = 401, 410, 409, 422


def for_writers(view: DraftView) -> DraftView:
    """Somebody who has signed in, and who opened the page; a script hears 401 and keeps the text."""

    @wraps(view)
    def guarded(request: ReaderRequest, /, **kwargs: UUID) -> HttpResponseBase:
        if not request.reader.is_known:
            return JsonResponse({}, status=SIGNED_OUT) if wants_json(request) else to_login(request)
        if is_other_person(request):
            if wants_json(request):
                return JsonResponse({}, status=SIGNED_OUT)
            raise Refused(_("Somebody else signed in to this browser meanwhile. Nothing was sent."))
        try:
            return view(request, **kwargs)
        except Refused as refusal:
            if not wants_json(request):
                raise
            stopped = {"overtaken": f"m-{refusal.newest.pk}"} if isinstance(refusal, Overtaken) else {}
            return JsonResponse({"problems": [refusal.message], **stopped}, status=REFUSED)

    return guarded


def wants_json(request: ReaderRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@require_POST
@for_writers
def save(request: ReaderRequest) -> HttpResponseBase:
    """Keep the form as it stands. A plain button («Salvar e sair») goes on to the list of drafts.

    To a script: 409 with what another tab or device kept meanwhile, 410 when it was sent. A plain form is kept beside.
    """
    form = read_form(request)
    try:
        draft = keep(request, form)
    except DraftSent:
        return JsonResponse({}, status=SENT) if wants_json(request) else send_to(request, "drafts")
    except DraftChanged as other:
        if wants_json(request):
            return JsonResponse(as_json(other.current, request), status=CHANGED)
        draft = keep(request, form, anew=True)
    if not wants_json(request):
        return send_to(request, f"{reverse('drafts')}?guardado={draft.pk}")
    answer = JsonResponse(as_json(draft, request) | {"problems": form.problems})
    return know_device(request, answer, draft)


@require_POST
@for_writers
def sending(request: ReaderRequest) -> HttpResponseBase:
    """Put an answer or a note on its way, once for each key; it can be taken back until it is released."""
    form = read_form(request)
    problems = form.problems + too_long(form.payload.get("body", [""])[0], is_from_desk=form.place.is_from_desk)
    if problems:
        raise Refused(" ".join(problems))
    _refuse_closed_meanwhile(form)
    _refuse_overtaken(request, form)
    try:
        draft = send_draft_later(draft=keep(request, form), now=request.reader.now)
    except DraftSent:
        return JsonResponse({"status": "sent"}) if wants_json(request) else send_to(request, _page_of(form))
    except DraftChanged as other:
        if wants_json(request):
            return JsonResponse(as_json(other.current, request), status=CHANGED)
        raise Refused(_("This draft changed in another tab or device. Open the page again to see both.")) from other
    if not wants_json(request):
        return send_to(request, _page_of(form))
    shown = Outgoing.of(draft_of(request.reader.user, draft.pk), now=request.reader.now)
    html = render_to_string("front/drafts/outgoing.html", {"one": shown}, request)
    return JsonResponse({"status": "sending", "key": str(draft.pk), "seconds": shown.seconds, "html": html})


@require_POST
@for_writers
def undo(request: ReaderRequest) -> HttpResponseBase:
    """Take it back into its box. Raises Refused when it is too late."""
    key, user = key_of(request), request.reader.user
    if Message.objects.filter(key=key, author=user).exists():
        raise Refused(_("It is too late to undo: your answer is already on the ticket."))
    draft = undo_sending(draft=draft_of(user, key), now=request.reader.now)
    if not wants_json(request):
        return send_to(request, continue_href(draft_of(user, key)))
    return JsonResponse(as_json(draft_of(user, draft.pk), request))


@require_POST
@for_writers
def discard(request: ReaderRequest) -> HttpResponseBase:
    """Throw it away; the page that follows offers to bring it back. One that was never kept is gone already."""
    try:
        draft = discard_draft(draft=draft_of(request.reader.user, key_of(request)), now=request.reader.now)
    except Http404:
        draft = None
    if wants_json(request):
        return JsonResponse({})
    return send_to(request, f"{reverse('drafts')}?descartado={draft.pk}" if draft else "drafts")


@require_POST
@for_writers
def restoration(request: ReaderRequest) -> HttpResponseBase:
    """Out of the bin."""
    restore_draft(draft=draft_of(request.reader.user, key_of(request)), now=request.reader.now)
    return JsonResponse({}) if wants_json(request) else send_to(request, "drafts")


@require_safe
@for_writers
def state(request: ReaderRequest, key: UUID) -> HttpResponseBase:
    """How a draft is now, for a page that comes back to it; `sent` with the message's anchor when it is one.

    Raises Http404 for what this person never kept.
    """
    user = request.reader.user
    message = Message.objects.select_related("ticket").filter(key=key, author=user).first()
    if message is not None and may_see_message(user, message):
        return JsonResponse({"status": "sent", "anchor": f"m-{message.pk}"})
    return JsonResponse(as_json(draft_of(user, key), request))


def know_device(request: ReaderRequest, answer: HttpResponse, draft: Draft) -> HttpResponse:
    """The first draft gives the browser its mark."""
    if DEVICE not in request.COOKIES:
        mark = str(draft.pk)
        Draft.objects.filter(pk=draft.pk).update(device=mark)
        answer.set_cookie(DEVICE, mark, max_age=DEVICE_AGE, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def _refuse_closed_meanwhile(form: SentForm) -> None:
    """Said at once, not ten seconds later."""
    if form.place.ticket is not None and form.place.kind == DraftKind.REPLY and form.payload.get("open") == ["1"]:
        refuse_closed_meanwhile(form.place.ticket)


def _refuse_overtaken(request: ReaderRequest, form: SentForm) -> None:
    """The desk's answers say which message they have seen; `anyway` that what came since was read."""
    if form.place.ticket is None or form.payload.get("anyway") == ["1"]:
        return
    refuse_overtaken(form.place.ticket, by=request.reader.user, seen=form.payload.get("seen", [""])[0])


def _page_of(form: SentForm) -> str:
    assert form.place.ticket is not None
    page = reverse("desk:ticket" if form.place.is_from_desk else "ticket", args=[form.place.ticket.number])
    return f"{page}#responder"
