"""What open pages ask and say beside their stream: how things stand, and who looks at which ticket."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from balcao.front.access import ReaderRequest, agent_required, person_required
from balcao.front.live.listener import asked_topics, state_of
from balcao.front.reader import Reader
from balcao.live.presence import changes_at as changes_of
from balcao.live.presence import leave, look, present
from balcao.people.models import User
from balcao.tickets import topics
from balcao.tickets.access import desk_tickets


@require_safe
@person_required
def state(request: ReaderRequest) -> HttpResponseBase:
    """What the stream says first; pages without a stream ask for it every half minute."""
    reader = request.reader
    granted = tuple(topics.granted(reader.user, asked_topics(request)))
    return JsonResponse(state_of(reader, granted), headers={"Cache-Control": "private, no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def presence(request: ReaderRequest, ticket_id: int) -> HttpResponseBase:
    """POST: this page has the ticket open (every 8 s), is being written in (`typing`), or was closed (`gone`).

    GET: the other agents who have it open, and in how many seconds to ask again.
    """
    reader = request.reader
    if not desk_tickets(reader.user).filter(pk=ticket_id).exists():
        raise Http404
    if request.method != "POST":
        return JsonResponse(_others(ticket_id, reader), headers={"Cache-Control": "private, no-store"})
    if request.POST.get("gone"):
        leave(ticket_id=ticket_id, user_id=reader.user.pk)
    else:
        is_typing = bool(request.POST.get("typing"))
        look(ticket_id=ticket_id, user_id=reader.user.pk, is_typing=is_typing, now=reader.now)
    return HttpResponse(status=204)


def _others(ticket_id: int, reader: Reader) -> dict[str, Any]:
    here = present(ticket_id, now=reader.now)
    people = User.objects.in_bulk([pk for pk in here if pk != reader.user.pk])
    shown = [
        {"id": pk, "name": people[pk].name, "photo": people[pk].photo_url, "typing": here[pk]}
        for pk in here
        if pk in people
    ]
    changes_at = changes_of(ticket_id, now=reader.now)
    return {"people": shown, "again": round((changes_at - reader.now).total_seconds() + 0.5, 1) if changes_at else None}
