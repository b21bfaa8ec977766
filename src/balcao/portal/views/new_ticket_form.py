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
from balcao.front.redirects import SeeOther
from balcao.front.uploads import kept_files
from balcao.lib.refused import Refused
from balcao.people.models import Membership, User
from balcao.portal.carried import PARAMETER, Carried, carried, carry, put_down
from balcao.portal.offered import Offered, find_offered
from balcao.portal.opening import PeopleForm, own_key, wishes
from balcao.portal.prospects import hours_of
from balcao.site.current import current_site
from balcao.tickets.access import portal_ticket
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.facts import facts_of_new
from balcao.tickets.models import Ticket

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
    if offered.ended_on is not None:
        return _ended(request, membership, offered)
    if offered.opening is None:
        raise Http404
    people, dialog = PeopleForm(membership), _blank(request, membership, offered)
    return _show(request, membership, offered, people, dialog, uuid4())


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
    return _show(request, membership, offered, people, dialog, key, status=422)


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


def _blank(request: ReaderRequest, membership: Membership, offered: Offered) -> DialogForm:
    """Empty but for defaults, what the link wishes, and what comes along from another process."""
    given = wishes(request.GET, offered.document)
    brought = carried(request.session) if PARAMETER in request.GET else Carried()
    for name, text in (("subject", brought.subject), ("body", brought.body)):
        if text:
            given[name] = text
    return DialogForm(
        offered.document,
        offered.document.start_dialog,
        _facts(request, membership, offered, request.reader.user),
        upload_owner=request.reader.user,
        given=given,
        given_files=kept_files(brought.files, by=request.reader.user),
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
    key: UUID,
    status: int = 200,
) -> HttpResponse:
    origin = _origin(request)
    context = {
        "section": "new",
        "offered": offered,
        "version": offered.offer.process.current,
        "hours": hours_of(offered, request.reader.language),
        "people": people,
        "form": dialog,
        "key": key,
        "origin": origin,
        "company": membership.organization.name,
    }
    return render(request, "portal/new/form.html", context, status=status)


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


def _origin(request: ReaderRequest) -> Ticket | None:
    """The ticket that this one follows up, if the reader may see it; otherwise as if none were named."""
    number = request.POST.get("origin") or request.GET.get("origin") or ""
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
