"""Ready answers for a ticket, as the answer box offers them after a slash."""

from django.http import HttpResponseBase, JsonResponse
from django.views.decorators.http import require_GET

from balcao.front.access import ReaderRequest, agent_required
from balcao.tickets.access import desk_ticket
from balcao.tickets.canned import canned_answers, text_for
from balcao.tickets.models import Right

MOST = 200


@require_GET
@agent_required
def answers(request: ReaderRequest, number: int) -> HttpResponseBase:
    """{"answers": [{shortcut, title, text}]}: the agent's own first, in the requester's language, filled in."""
    ticket, me = desk_ticket(request.reader.user, number, Right.WRITE).ticket, request.reader.user
    found = canned_answers(me, limit=MOST)
    rows = [{"shortcut": one.shortcut, "title": one.title, "text": text_for(one, ticket, me)} for one in found]
    return JsonResponse({"answers": rows}, headers={"Cache-Control": "private, no-store"})
