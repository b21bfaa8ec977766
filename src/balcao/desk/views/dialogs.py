"""What the activity asks of the agent: its dialogs, each in the place of the answer box."""

from uuid import uuid4

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_http_methods

from balcao.desk.back import back_to_ticket
from balcao.desk.pages import show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.dialogs import DialogForm
from balcao.front.sent_once import key_of
from balcao.lib.refused import Refused
from balcao.processes import engine
from balcao.processes.definitions import definition_by_id
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.submit_dialog import submit_dialog
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.facts import facts_of
from balcao.tickets.models import Right, Ticket


@require_http_methods(["GET", "POST"])
@agent_required
def dialog(request: ReaderRequest, number: int, dialog: str) -> HttpResponseBase:
    """Show the dialog, or do what was filled in. Raises Http404 when the activity does not offer it."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    offered = next((item for item in dialogs_for(ticket, "agent", request.reader.user) if item.id == dialog), None)
    if offered is None:
        if request.method == "POST":
            return show_ticket(request, number, status=409, moved_on=True)
        raise Http404
    form = _form(request, ticket, offered)
    if request.method == "GET":
        return show_ticket(request, number, form=form, dialog=offered, dialog_key=uuid4())
    refusal = ""
    if form.is_valid():
        try:
            submit_dialog(
                ticket=ticket,
                dialog=offered.id,
                by=request.reader.user,
                as_desk=True,
                values=form.values,
                body=form.body,
                key=key_of(request),
                now=request.reader.now,
                files=form.files,
                answers=form.answers,
            )
            return back_to_ticket(request, number)
        except Refused as refused:
            refusal = refused.message
    return show_ticket(
        request, number, status=422, form=form, dialog=offered, dialog_key=key_of(request), dialog_refusal=refusal
    )


def _form(request: ReaderRequest, ticket: Ticket, offered: engine.Dialog) -> DialogForm:
    posted = request.method == "POST"
    return DialogForm(
        definition_by_id(ticket.process_version_id),
        offered,
        facts_of(ticket),
        upload_owner=request.reader.user,
        stored=engine.Run.from_json(ticket.run).fields,
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
        now=request.reader.now,
    )
