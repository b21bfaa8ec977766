"""What the team does with a ticket besides answering: put off, tag, follow, tick off, note the time."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.desk.acting import act_once, moment_of
from balcao.desk.back import back_to_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.sent_once import key_of
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.checklist import add_item, remove_item, tick
from balcao.tickets.actions.follow import follow, unfollow
from balcao.tickets.actions.log_time import log_time, minutes_of
from balcao.tickets.actions.tag import set_tags
from balcao.tickets.models import ChecklistItem, Right, Ticket


@require_POST
@agent_required
def snooze(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Put off until `until`, as people write it («amanhã 9h»); an empty one brings the ticket back."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    typed = request.POST.get("until", "").strip()
    if not typed:
        act_once(request, ticket, {"do": "unsnooze"})
        return back_to_ticket(request, number)
    said = _("Ticket %(number)d was put off.") % {"number": number}
    act_once(request, ticket, {"do": "snooze", "until": moment_of(request, typed)}, said)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def tags(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Make the words in `tags`, separated by commas, the ticket's tags."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    names = request.POST.get("tags", "").replace("\0", "").split(",")
    set_tags(ticket=ticket, names=names, by=request.reader.user, now=request.reader.now)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def following(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Follow (`follow=1`) or no longer; reading is right enough."""
    me = request.reader.user
    ticket = desk_ticket(me, number).ticket
    verb = follow if request.POST.get("follow") == "1" else unfollow
    verb(ticket=ticket, agent=me, by=me, now=request.reader.now)
    return back_to_ticket(request, number)


@require_POST
@agent_required
def tasks(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Add a task."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    add_item(ticket=ticket, text=request.POST.get("text", ""), by=request.reader.user, now=request.reader.now)
    return back_to_ticket(request, number, "#tarefas")


@require_POST
@agent_required
def task(request: ReaderRequest, number: int, pk: int) -> HttpResponseBase:
    """Tick a task off (`done=1`), open it again (`done=0`), or remove it (`remove=1`)."""
    item = _task(desk_ticket(request.reader.user, number, Right.WRITE).ticket, pk)
    if request.POST.get("remove") == "1":
        remove_item(item=item, by=request.reader.user, now=request.reader.now)
    else:
        tick(item=item, is_done=request.POST.get("done") == "1", by=request.reader.user, now=request.reader.now)
    return back_to_ticket(request, number, "#tarefas")


@require_POST
@agent_required
def time_spent(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Note how long it took (`spent`: «45», «1h30») and what was done."""
    ticket = desk_ticket(request.reader.user, number, Right.WRITE).ticket
    log_time(
        ticket=ticket,
        minutes=minutes_of(request.POST.get("spent", "")),
        by=request.reader.user,
        worked_on=localdate(request.reader.now),
        key=key_of(request),
        now=request.reader.now,
        text=request.POST.get("text", ""),
    )
    messages.success(request, _("The time was noted."))
    return back_to_ticket(request, number, "#tempo")


def _task(ticket: Ticket, pk: int) -> ChecklistItem:
    item = ChecklistItem.objects.select_related("ticket").filter(ticket=ticket, pk=pk).first()
    if item is None:
        raise Http404
    return item
