"""A ticket for somebody who called: who, which process, its form."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from balcao.catalog.access import NotOffered, Opening, contracted_tools, opening_for
from balcao.catalog.models import Offer
from balcao.desk.on_behalf import find_people
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.dialogs import DialogForm
from balcao.front.redirects import send_to
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.people.models import Membership
from balcao.processes.definitions import definition_by_id
from balcao.tickets.actions.open_ticket import open_ticket
from balcao.tickets.facts import facts_of_new
from balcao.tickets.models import Channel

CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.DESK)
"""How the person came to the desk."""


@require_GET
@agent_required
def who(request: ReaderRequest) -> HttpResponse:
    """Find the person."""
    words = request.GET.get("q", "")[:80]
    context = {"section": "desk", "words_typed": words, "people": find_people(words)}
    return render(request, "desk/new/who.html", context)


@require_GET
@agent_required
def what(request: ReaderRequest, membership: int) -> HttpResponse:
    """Choose among the processes of the person's company."""
    person = _member(membership)
    tools = [tool for tool in contracted_tools(person.organization, now=request.reader.now) if tool.offers]
    return render(request, "desk/new/what.html", {"section": "desk", "person": person, "tools": tools})


@require_http_methods(["GET", "POST"])
@agent_required
def form(request: ReaderRequest, membership: int, offer: int) -> HttpResponseBase:
    """The process's first dialog, filled in for the person."""
    person, opening = _member(membership), _opening(request, membership, offer)
    dialog = _dialog(request, person, opening)
    channel, key = request.POST.get("channel", Channel.PHONE), uuid4()
    if request.method == "POST":
        key = key_of(request)
        if dialog.is_valid():
            try:
                ticket = open_ticket(
                    opening=opening,
                    organization=person.organization,
                    requester=person.user,
                    by=request.reader.user,
                    subject=dialog.subject or dialog.title,
                    body=dialog.body,
                    values=dialog.values,
                    key=key,
                    now=request.reader.now,
                    files=dialog.files,
                    answers=dialog.answers,
                    channel=Channel(channel) if channel in CHANNELS else Channel.PHONE,
                )
                return send_to(request, reverse("desk:ticket", args=[ticket.number]))
            except Refused as refusal:
                dialog.add_error(None, refusal.message)
    context = {
        "section": "desk",
        "person": person,
        "offer": opening.offer,
        "form": dialog,
        "key": key,
        "channels": [(one.value, one.label) for one in CHANNELS],
        "channel": channel,
    }
    return render(request, "desk/new/form.html", context, status=422 if request.method == "POST" else 200)


def _dialog(request: ReaderRequest, person: Membership, opening: Opening) -> DialogForm:
    document = definition_by_id(opening.offer.process.current_id or 0)
    facts: Any = facts_of_new(
        requester=person.user,
        membership=person,
        tool=opening.offer.tool,
        contract=opening.contract,
        now=request.reader.now,
    )
    sent = request.method == "POST"
    return DialogForm(
        document,
        document.start_dialog,
        facts,
        upload_owner=request.reader.user,
        data=request.POST if sent else None,
        files=request.FILES if sent else None,
        now=request.reader.now,
    )


def _member(pk: int) -> Membership:
    found = Membership.objects.filter(pk=pk, user__is_active=True, organization__is_active=True)
    member = found.select_related("user", "organization", "department").first()
    if member is None:
        raise Http404
    return member


def _opening(request: ReaderRequest, membership: int, offer: int) -> Opening:
    offers = Offer.objects.select_related("tool", "process__current", "promise__calendar")
    found = offers.filter(pk=offer, process__current__isnull=False).first()
    if found is None:
        raise Http404
    try:
        return opening_for(_member(membership).organization, found, now=request.reader.now)
    except NotOffered as error:
        raise Http404 from error
