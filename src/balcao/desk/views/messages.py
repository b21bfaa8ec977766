"""Answers to the customer and notes for the team: two boxes, two verbs."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from balcao.desk.back import back_to_ticket
from balcao.desk.choices import state_named
from balcao.desk.pages import next_beside, show_ticket
from balcao.front.access import ReaderRequest, agent_required
from balcao.front.draft_boxes import Box
from balcao.front.drafts import revision_of, too_long
from balcao.front.redirects import send_to
from balcao.front.sent_once import key_of
from balcao.front.uploads import take_uploads
from balcao.lib.refused import Refused
from balcao.tickets.access import desk_ticket
from balcao.tickets.actions.add_note import add_note
from balcao.tickets.actions.reply import reply
from balcao.tickets.models import Channel, Right
from balcao.tickets.overtaken import Overtaken, refuse_overtaken


@require_POST
@agent_required
def reply_to_customer(request: ReaderRequest, number: int) -> HttpResponseBase:
    """Answer, and leave the ticket in the state that was chosen, if any; with `then=next` go on to the next one.

    Stopped when others wrote after the message `seen`, unless `anyway` says that this was read.
    """
    reader, post = request.reader, request.POST
    ticket = desk_ticket(reader.user, number, Right.WRITE).ticket
    body, taken = (
        post.get("body", "").replace("\0", ""),
        take_uploads(post, request.FILES, "files", by=reader.user, now=reader.now),
    )
    state = state_named(post.get("state", ""))
    problems, overtaken = [*taken.problems, *too_long(body, is_from_desk=True)], None
    following = next_beside(request, number) if post.get("then") == "next" else None
    if not problems:
        try:
            if post.get("anyway") != "1":
                refuse_overtaken(ticket, by=reader.user, seen=post.get("seen", ""))
            message = reply(
                ticket=ticket,
                by=reader.user,
                as_desk=True,
                body=body,
                key=key_of(request),
                now=reader.now,
                files=taken.files,
                state=state,
                channel=Channel.DESK,
            )
            if following is not None:
                return send_to(request, following)
            return back_to_ticket(request, number, f"#m-{message.pk}")
        except Overtaken as met:
            overtaken = met.newest
        except Refused as refusal:
            problems.append(refusal.message)
    place, revision = f"desk-reply:{number}", revision_of(request)
    box = Box(key_of(request), body, taken.files, problems, place, revision, state=state.slug if state else "")
    return show_ticket(request, number, status=422, reply=box, overtaken=overtaken)


@require_POST
@agent_required
def note(request: ReaderRequest, number: int) -> HttpResponseBase:
    """An internal note; the customer never sees it."""
    reader = request.reader
    ticket = desk_ticket(reader.user, number, Right.WRITE).ticket
    body = request.POST.get("body", "").replace("\0", "")
    taken = take_uploads(request.POST, request.FILES, "files", by=reader.user, now=reader.now)
    problems = [*taken.problems, *too_long(body, is_from_desk=True)]
    if not problems:
        try:
            message = add_note(
                ticket=ticket, by=reader.user, body=body, key=key_of(request), now=reader.now, files=taken.files
            )
            return back_to_ticket(request, number, f"#m-{message.pk}")
        except Refused as refusal:
            problems.append(refusal.message)
    box = Box(key_of(request), body, taken.files, problems, f"note:{number}", revision_of(request))
    return show_ticket(request, number, status=422, note=box)
