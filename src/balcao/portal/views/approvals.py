"""A manager approves or refuses what a process asks. Opening a page decides nothing."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from balcao.front.access import ReaderRequest
from balcao.lib.refused import Refused
from balcao.portal.approvals import shown_approval
from balcao.portal.on_ticket import back_to, on_ticket
from balcao.tickets.access import PortalView
from balcao.tickets.actions.decide_approval import LONGEST_REASON, decide_approval
from balcao.tickets.approvals import approval_for, approval_of
from balcao.tickets.models import Approval


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Required when you refuse. Everybody on the ticket reads it."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where the mail's link leads: to the page, which asks for signing in first."""
    approval = approval_of(token)
    if approval is None:
        raise Http404
    return redirect("approval", approval.ticket.number, approval.pk)


@require_safe
@on_ticket
def approval(request: ReaderRequest, found: PortalView, pk: int) -> HttpResponseBase:
    """The question, and two buttons while it is open."""
    return _page(request, found, approval_for(found.ticket, request.reader.user, pk), DecisionForm())


@require_POST
@on_ticket
def decision(request: ReaderRequest, found: PortalView, pk: int) -> HttpResponseBase:
    """Approve or refuse. A refusal without a reason comes back with the form."""
    asked = approval_for(found.ticket, request.reader.user, pk)
    form = DecisionForm(request.POST)
    approves = request.POST.get("decision") == "approved"
    if not form.is_valid():
        return _page(request, found, asked, form, status=422)
    if not approves and not form.cleaned_data["reason"].strip():
        form.add_error("reason", _("Write why you refuse it."))
        return _page(request, found, asked, form, status=422)
    try:
        decide_approval(
            approval=asked,
            decision="approved" if approves else "refused",
            reason=form.cleaned_data["reason"],
            by=request.reader.user,
            now=request.reader.now,
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("approval", found.ticket.number, pk)
    messages.success(
        request, _("Approved. The desk goes on with it.") if approves else _("Refused. The desk was told.")
    )
    return back_to(request, found.ticket)


def _page(
    request: ReaderRequest, found: PortalView, asked: Approval, form: DecisionForm, status: int = 200
) -> HttpResponse:
    context = {
        "section": "tickets",
        "ticket": found.ticket,
        "approval": shown_approval(asked),
        "is_open": not asked.decision and found.ticket.is_open,
        "form": form,
        "action": reverse("approval_decision", args=[found.ticket.number, asked.pk]),
    }
    return render(request, "portal/approval.html", context, status=status)
