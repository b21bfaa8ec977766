"""Tickets that belong together: linked, joined, or one made of another's message."""

from uuid import uuid4

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.catalog.access import contracted_tools
from balcao.catalog.models import Offer
from balcao.desk.back import back_to_ticket
from balcao.desk.undoing import offer_undo
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.redirects import send_to
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket, desk_tickets
from balcao.tickets.actions.link import link, unlink
from balcao.tickets.actions.merge import merge, preview_merge
from balcao.tickets.actions.split import split
from balcao.tickets.models import Message, MessageKind, Right, Ticket

CANDIDATES = 8


@require_POST
@agent_required
def links(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Link with the ticket `other`, or take the link away (`remove=1`)."""
    me = request.reader.user
    ticket = desk_ticket(me, number, Right.WRITE).ticket
    other = _other(request, request.POST.get("other", ""))
    if other is None:
        raise Refused(_("There is no such ticket in your queues. Check the number."))
    verb = unlink if request.POST.get("remove") == "1" else link
    verb(ticket=ticket, other=other, by=me, now=request.reader.now)
    return back_to_ticket(request, number, "#ligacoes")


@require_http_methods(["GET", "POST"])
@agent_required
def joining(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Join the ticket to another: choose it, see what would happen (`?com=`), do it."""
    me = request.reader.user
    source = desk_ticket(me, number, Right.WRITE).ticket
    chosen = request.POST.get("target") or request.GET.get("com", "")
    target, problem, preview = _other(request, chosen), "", None
    if chosen and target is None:
        problem = _("There is no such ticket in your queues. Check the number.")
    if target is not None:
        try:
            preview = preview_merge(source=source, target=target)
            if request.method == "POST":
                desk_ticket(me, target.number, Right.WRITE)
                merge(source=source, target=target, by=me, key=(key := key_of(request)), now=request.reader.now)
                offer_undo(request, key, _("Ticket %(number)d was joined to this one.") % {"number": number})
                return send_to(request, reverse("desk:ticket", args=[target.number]))
        except Refused as refusal:
            problem = refusal.message
    context = {
        "section": "desk",
        "ticket": source,
        "target": target if preview else None,
        "preview": preview,
        "problem": problem,
        "typed": chosen[:20],
        "candidates": _candidates(request, source),
        "key": uuid4(),
    }
    return render(request, "desk/joining.html", context, status=422 if problem else 200)


def _candidates(request: ReaderRequest, source: Ticket) -> list[Ticket]:
    """Open tickets of the same company, the requester's own first."""
    found = desk_tickets(request.reader.user).filter(organization_id=source.organization_id, is_open=True)
    found = found.exclude(pk=source.pk).select_related("requester", "state").order_by("-last_public_at", "-id")
    own = list(found.filter(requester_id=source.requester_id)[:CANDIDATES])
    return own + list(found.exclude(requester_id=source.requester_id)[: CANDIDATES - len(own)])


@require_http_methods(["GET", "POST"])
@agent_required
def splitting(request: ReaderRequest, number: int, pk: int) -> HttpResponseBase:
    """A message becomes a ticket of its own: choose its process and subject."""
    me = request.reader.user
    ticket = desk_ticket(me, number, Right.WRITE).ticket
    message = (
        Message.objects.filter(ticket=ticket, pk=pk)
        .exclude(kind=MessageKind.NOTE)
        .select_related("ticket", "author")
        .first()
    )
    if message is None:
        raise Http404
    subject, chosen, problem = request.POST.get("subject", ticket.subject), request.POST.get("offer", ""), ""
    offers = [offer for tool in contracted_tools(ticket.organization, now=request.reader.now) for offer in tool.offers]
    if request.method == "POST":
        offer = next((offer for offer in offers if str(offer.pk) == chosen), None)
        try:
            if offer is None:
                raise Refused(_("Choose one of the processes."))
            opened = split(
                message=message,
                offer=_whole(offer),
                subject=subject,
                by=me,
                key=key_of(request),
                now=request.reader.now,
            )
            return send_to(request, reverse("desk:ticket", args=[opened.number]))
        except Refused as refusal:
            problem = refusal.message
    context = {
        "section": "desk",
        "ticket": ticket,
        "message": message,
        "offers": offers,
        "chosen": chosen or str(ticket.offer_id),
        "subject": subject,
        "problem": problem,
        "key": uuid4(),
    }
    return render(request, "desk/splitting.html", context, status=422 if problem else 200)


def _whole(offer: Offer) -> Offer:
    return Offer.objects.select_related("tool", "process__current", "promise").get(pk=offer.pk)


def _other(request: ReaderRequest, number: str) -> Ticket | None:
    """The ticket of this number in the agent's queues."""
    plain = number.strip().lstrip("#")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 19):
        return None
    found = desk_tickets(request.reader.user).filter(number=int(plain))
    return found.select_related("requester", "state", "organization").first()
