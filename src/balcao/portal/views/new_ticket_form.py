"""Novo Ticket, second step: the form of the chosen process."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from balcao.front.access import ReaderRequest, customer_required
from balcao.front.contacts import contacts
from balcao.front.dialogs import DialogForm
from balcao.front.drafts import revision_of, saved_words
from balcao.front.redirects import SeeOther
from balcao.front.uploads import kept_files
from balcao.lib.refused import Refused
from balcao.people.models import Membership, User
from balcao.portal.begun import NOTHING, Begun, begun_at
from balcao.portal.carried import PARAMETER, Carried, carried, carry, put_down
from balcao.portal.offered import Offered, find_offered
from balcao.portal.opening import PeopleForm, own_key, wishes
from balcao.portal.prospects import hours_of
from balcao.site.current import current_site
from balcao.tickets.access import portal_ticket
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.draft_places import DraftPlace
from balcao.tickets.facts import facts_of_new
from balcao.tickets.models import DraftKind, Ticket
from balcao.ui.times import moment

CHANGE = "trocar"
"""Name of the button «Trocar processo»."""


@require_http_methods(["GET", "HEAD", "POST"])
@customer_required
def form(request: ReaderRequest, tool: str, process: str) -> HttpResponse:
    """A GET, also of a link with prefilled fields, writes nothing. Sending the same key twice is one ticket."""
    membership = _membership(request)
    offered = find_offered(membership.organization, tool, process, now=request.reader.now)
    if request.method == "POST":
        return _send(request, membership, offered)
    given = wishes(request.GET, offered.document)
    begun = begun_at(request, _place(membership, offered), is_filled=bool(given) or PARAMETER in request.GET)
    if begun.draft is None and offered.ended_on is not None:
        return _ended(request, membership, offered)
    if begun.draft is None and offered.opening is None:
        raise Http404
    people = PeopleForm(membership, typed=begun.draft.payload if begun.draft else None)
    return _show(request, membership, offered, people, _blank(request, membership, offered, begun, given), begun=begun)


def _send(request: ReaderRequest, membership: Membership, offered: Offered) -> HttpResponse:
    key = own_key(request, request.reader.user)
    known = Ticket.objects.filter(key=key, opened_by=request.reader.user).first()
    if known is not None:
        return _to_confirmation(request, known)
    people = PeopleForm(membership, request.POST)
    is_valid = people.is_valid()
    requester = people.requester if is_valid else request.reader.user
    dialog = _filled(request, membership, offered, requester)
    if CHANGE in request.POST:
        return _change_process(request, dialog)
    if dialog.is_valid() and is_valid:
        try:
            return _to_confirmation(request, _open(request, membership, offered, people, dialog, key))
        except Refused as refusal:
            dialog.add_error(None, refusal.message)
    return _show(request, membership, offered, people, dialog, key=key)


def _open(
    request: ReaderRequest, membership: Membership, offered: Offered, people: PeopleForm, dialog: DialogForm, key: UUID
) -> Ticket:
    return open_ticket(
        opening=offered.open(),
        organization=membership.organization,
        requester=people.requester,
        by=request.reader.user,
        subject=dialog.subject or dialog.title,
        body=dialog.body,
        values=dialog.values,
        key=key,
        now=request.reader.now,
        files=dialog.files,
        answers=dialog.answers,
        participants=people.participants,
        origin=_origin(request),
    )


def _to_confirmation(request: ReaderRequest, ticket: Ticket) -> HttpResponse:
    put_down(request.session)
    return SeeOther(reverse("ticket_sent", args=[ticket.number]))


def _change_process(request: ReaderRequest, dialog: DialogForm) -> HttpResponse:
    """To the chooser, with subject, description and attachments under the arm."""
    files = [str(file.pk) for file in dialog.kept("attachments")]
    typed = {name: request.POST.get(f"{dialog.prefix}-{name}", "") for name in ("subject", "body")}
    carry(request.session, Carried(typed["subject"], typed["body"], files))
    origin = _origin(request)
    back = f"&origin={origin.number}" if origin else ""
    return SeeOther(f"{reverse('new_ticket')}?{PARAMETER}=1{back}")


def _blank(
    request: ReaderRequest, membership: Membership, offered: Offered, begun: Begun, given: dict[str, object]
) -> DialogForm:
    """A draft, or empty but for defaults, what the link wishes, and what comes along from another process."""
    brought = carried(request.session) if PARAMETER in request.GET else Carried()
    given |= {name: text for name, text in (("subject", brought.subject), ("body", brought.body)) if text}
    return DialogForm(
        offered.document,
        offered.document.start_dialog,
        _facts(request, membership, offered, request.reader.user),
        upload_owner=request.reader.user,
        given=given,
        given_files=kept_files(brought.files, by=request.reader.user),
        draft=begun.draft,
        now=request.reader.now,
    )


def _filled(request: ReaderRequest, membership: Membership, offered: Offered, requester: User) -> DialogForm:
    return DialogForm(
        offered.document,
        offered.document.start_dialog,
        _facts(request, membership, offered, requester),
        upload_owner=request.reader.user,
        data=request.POST,
        files=request.FILES,
        now=request.reader.now,
    )


def _facts(request: ReaderRequest, membership: Membership, offered: Offered, requester: User) -> Any:
    if requester.pk != membership.user_id:
        membership = requester.memberships.select_related("department").get(organization=membership.organization_id)
    contract = offered.opening.contract if offered.opening else None
    return facts_of_new(
        requester=requester, membership=membership, tool=offered.offer.tool, contract=contract, now=request.reader.now
    )


def _show(
    request: ReaderRequest,
    membership: Membership,
    offered: Offered,
    people: PeopleForm,
    dialog: DialogForm,
    *,
    begun: Begun = NOTHING,
    key: UUID | None = None,
) -> HttpResponse:
    """A form that was sent under `key` comes back with what is wrong (422); otherwise a draft or an empty one."""
    origin = _origin(request, begun)
    draft = begun.draft
    context = {
        "section": "new",
        "offered": offered,
        "version": offered.offer.process.current,
        "hours": hours_of(offered, request.reader.language),
        "people": people,
        "form": dialog,
        "key": key or (draft.pk if draft else uuid4()),
        "place": _place(membership, offered).name,
        "revision": revision_of(request) if key else draft.revision if draft else 0,
        "saved": saved_words(draft) if draft else "",
        "begun": begun,
        "began": moment(begun.offer.updated_at, request.reader.now) if begun.offer else "",
        "refusal": _refusal(offered) if draft else "",
        "origin": origin,
        "company": membership.organization.name,
    }
    return render(request, "portal/new/form.html", context, status=422 if key else 200)


def _place(membership: Membership, offered: Offered) -> DraftPlace:
    return DraftPlace(DraftKind.OPENING, membership.organization_id, offer=offered.offer)


def _refusal(offered: Offered) -> str:
    """Why a draft for this process cannot be sent now; empty when it can."""
    try:
        offered.open()
    except Refused as refusal:
        return refusal.message
    return ""


def _ended(request: ReaderRequest, membership: Membership, offered: Offered) -> HttpResponse:
    """410: it was there. The page says until when and whom to ask."""
    context = {
        "section": "new",
        "offered": offered,
        "company": membership.organization,
        "manager": membership.organization.account_manager,
        "contacts": contacts(current_site()),
    }
    return render(request, "portal/new/ended.html", context, status=410)


def _origin(request: ReaderRequest, begun: Begun = NOTHING) -> Ticket | None:
    """The ticket that this one follows up, if the reader may see it; otherwise as if none were named."""
    drafted = begun.draft.typed("origin") if begun.draft else ""
    number = request.POST.get("origin") or request.GET.get("origin") or drafted
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return portal_ticket(request.reader.user, int(number)).ticket
    except Http404:
        return None


def _membership(request: ReaderRequest) -> Membership:
    membership = request.reader.membership
    assert membership is not None, "customer_required"
    return membership
