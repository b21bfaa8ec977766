"""A step of the process that the activity opens to the customer."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.front.access import ReaderRequest
from balcao.front.dialogs import DialogForm
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.portal.on_ticket import back_to, on_ticket, refuse_onlookers
from balcao.processes.definitions import definition_by_id
from balcao.processes.engine import Dialog, Run
from balcao.tickets.access import PortalView
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.facts import facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def dialog(request: ReaderRequest, found: PortalView, dialog: str) -> HttpResponseBase:
    """The form on a page of its own, or inside the ticket page; sent once per `key`."""
    refuse_onlookers(found)
    asked = next((one for one in dialogs_for(found.ticket, "customer", request.reader.user) if one.id == dialog), None)
    if asked is None:
        raise Refused(_("This step was already done, or the ticket moved on. See what changed and try again."))
    form = _form(request, found, asked)
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    submit_dialog(
        ticket=found.ticket,
        dialog=asked.id,
        by=request.reader.user,
        as_desk=False,
        values=form.values,
        body=form.body,
        key=key_of(request),
        now=request.reader.now,
        files=form.files,
        answers=form.answers,
    )
    messages.success(request, _("Sent. Thank you."))
    return back_to(request, found.ticket)


def _form(request: ReaderRequest, found: PortalView, asked: Dialog) -> DialogForm:
    is_sent = request.method == "POST"
    return DialogForm(
        definition_by_id(found.ticket.process_version_id),
        asked,
        facts_of(found.ticket),
        upload_owner=request.reader.user,
        stored=Run.from_json(found.ticket.run).fields,
        data=request.POST if is_sent else None,
        files=request.FILES if is_sent else None,
        now=request.reader.now,
    )


def _page(request: ReaderRequest, found: PortalView, form: DialogForm, status: int = 200) -> HttpResponse:
    context = {
        "section": "tickets",
        "ticket": found.ticket,
        "form": form,
        "key": key_of(request),
        "action": request.path,
    }
    template = "portal/dialog_part.html" if request.htmx else "portal/dialog.html"
    return render(request, template, context, status=status)
