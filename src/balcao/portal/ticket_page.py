"""The ticket page as plain values: where it is, whose turn, what was said. The number of queries is constant."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from balcao.front.access import ReaderRequest
from balcao.front.draft_boxes import Box, box_of, outgoing_of
from balcao.front.shown_files import shown_files
from balcao.lib.texts import pick
from balcao.people.access import Colleague, colleagues_of
from balcao.people.models import Membership, User
from balcao.portal import durations
from balcao.portal.approvals import approvals_on
from balcao.portal.conversation import conversation_of
from balcao.portal.rows import process_name
from balcao.portal.turn import turn_of
from balcao.tickets.access import PortalView, linked_tickets, people_on
from balcao.tickets.actions.close import Reason
from balcao.tickets.answers import answers_of
from balcao.tickets.dialogs import dialogs_for, process_asks
from balcao.tickets.draft_places import DraftPlace
from balcao.tickets.faces import face_of
from balcao.tickets.models import DraftKind, Ticket, TicketPerson, TicketRole
from balcao.tickets.pending import asked_about
from balcao.tickets.reopening import may_reopen, reopens_until
from balcao.tickets.stages import position_of
from balcao.tickets.steps import StepView, steps_of
from balcao.tickets.timeline import MessageItem, timeline
from balcao.ui.times import absolute, clock, day_and_month, here


def page_of(request: ReaderRequest, view: PortalView, draft: Box | None = None) -> dict[str, Any]:
    """The whole page for this reader."""
    reader, ticket, person = request.reader, view.ticket, view.person
    user, now, language = reader.user, reader.now, get_language() or "pt-br"
    seen = person.read_event_id if person is not None and person.has_news else None
    items = timeline(ticket, reader=user, side="customer", read_event_id=seen)
    files = [one.file for item in items if isinstance(item, MessageItem) for one in item.attachments]
    people = people_on(ticket)
    place = DraftPlace(DraftKind.REPLY, ticket.organization_id, ticket=ticket)
    membership = next(one for one in reader.memberships if one.organization_id == ticket.organization_id)
    return {
        "section": "tickets",
        "ticket": ticket,
        "mark": view.mark,
        "person": person,
        "may_act": view.may_act,
        "state_label": pick(ticket.state.customer_label, language),
        "link": request.build_absolute_uri(reverse("ticket", args=[ticket.number])),
        "turn": turn_of(ticket, reader=user, now=now, asks_itself=process_asks(ticket)) if ticket.is_open else None,
        "ending": None if ticket.is_open else _ending(ticket, now),
        "may_reopen": may_reopen(ticket, now),
        "reopens_until": reopens_until(ticket),
        "solution_href": f"#m-{ticket.solution_id}" if ticket.solution_id else "",
        "steps": [_step(step, now) for step in steps_of(ticket, now)],
        "dialogs": [
            {
                "title": pick(one.title, language),
                "short": pick(one.short or {}, language),
                "href": reverse("ticket_dialog", args=[ticket.number, one.id]),
                "is_button": one.is_one_click and not one.description and not one.advice,
            }
            for one in (dialogs_for(ticket, "customer", user) if view.may_act else ())
        ],
        "act_key": uuid4(),
        "pending": _pending(ticket, view),
        "approvals": approvals_on(ticket, user) if membership.is_manager else [],
        "answers": [
            {"label": one.label, "value": one.value, "code": one.is_code, "files": shown_files(one.files)}
            for one in answers_of(ticket, language, "customer")
        ],
        "conversation": conversation_of(items),
        "draft": draft or box_of(request, place),
        "outgoing": outgoing_of(request, place),
        "goes_to": _goes_to(people, user),
        "facts": _facts(ticket, now),
        "people": _people(ticket, people, view, user, membership),
        "colleagues": _colleagues(people, membership) if view.may_act else [],
        "files": shown_files(files),
        "links": linked_tickets(user, ticket),
        "reasons": [{"value": one.value, "label": one.label} for one in Reason],
        "news_event_id": person.news_event_id if person is not None and person.has_news else None,
    }


def _pending(ticket: Ticket, view: PortalView) -> list[dict[str, str]]:
    """Who wrote by mail without being on it; decided by who may act."""
    if not view.may_act:
        return []
    return [
        {"name": one.user.name, "action": reverse("ticket_pending", args=[ticket.number, one.pk])}
        for one in asked_about(ticket)
    ]


def _ending(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """How and when it ended."""
    words = {
        "closed": _("This ticket was closed on %(date)s."),
        "cancelled": _("This ticket was cancelled on %(date)s."),
        "merged": _("This ticket was joined to no. %(number)s on %(date)s."),
    }
    into = ticket.merged_into
    at = day_and_month(here(ticket.closed_at or ticket.updated_at), now)
    ending: dict[str, Any] = {"strong": words[ticket.state.kind] % {"date": at, "number": into.number if into else "?"}}
    if into is not None:
        ending["goes_on"] = reverse("ticket", args=[into.number])
    return ending


def _step(step: StepView, now: datetime) -> dict[str, Any]:
    lines: list[str] = []
    spoken = ""
    if step.status == "skipped":
        lines = [_("was not needed")]
        spoken = _("stage that was not needed")
    elif step.status == "now" and step.spent is not None:
        is_new = step.spent < timedelta(minutes=1)
        time = {"time": durations.words(step.spent)}
        lines = [pgettext("relative time", "now") if is_new else _("now, for %(time)s") % time]
    elif step.status == "done" and step.entered_at is not None and step.spent is not None:
        entered = here(step.entered_at)
        lines = [f"{day_and_month(entered, now)} {clock(step.entered_at)}"]
        lines.append(_("took %(time)s") % {"time": durations.words(step.spent)})
    if step.times > 1:
        lines.append(_("%(count)d times here") % {"count": step.times})
    status = "next" if step.status == "skipped" else step.status
    return {"name": pick(step.name, get_language()), "status": status, "lines": lines, "spoken": spoken}


def _facts(ticket: Ticket, now: datetime) -> list[dict[str, Any]]:
    """Sobre este ticket, the state among them."""
    language = get_language()
    rows: list[dict[str, Any]] = [
        {"label": _("Tool"), "value": pick(ticket.tool.name, language)},
        {"label": _("Process"), "value": process_name(ticket)},
        {"label": _("Activity"), "value": pick(position_of(ticket).activity_name, language)},
        {"label": _("State"), "value": pick(ticket.state.customer_label, language)},
        {"label": _("Reference"), "value": str(ticket.number)},
        {"label": _("Opened on"), "at": ticket.opened_at},
    ]
    if ticket.is_open and ticket.resolution_due_at is not None:
        paused = _("paused") if ticket.paused_at is not None else ""
        rows.append({"label": _("Due"), "value": absolute(ticket.resolution_due_at), "muted": paused})
    if ticket.closed_at is not None:
        rows.append({"label": _("Closed on"), "at": ticket.closed_at})
    rows.append({"label": _("Company"), "value": ticket.organization.name})
    return rows


def _people(
    ticket: Ticket, people: list[TicketPerson], view: PortalView, reader: User, membership: Membership
) -> list[dict[str, Any]]:
    """The agent, the requester, the participants. Who put a ticket in order may take participants off it."""
    shown: list[dict[str, Any]] = []
    if ticket.owner is not None:
        face = face_of(ticket.owner, is_desk=True, side="customer", reader=reader)
        shown.append({"name": face.name, "role": _("Agent"), "you": False})
    may_remove = ticket.requester_id == reader.pk or membership.is_manager
    for one in people:
        is_you = one.user_id == reader.pk
        role = _("Requester") if one.role == TicketRole.REQUESTER else _("Participant")
        removable = one.role == TicketRole.PARTICIPANT and may_remove and not is_you
        shown.append(
            {
                "name": one.user.name,
                "role": _("%(role)s, you") % {"role": role} if is_you else role,
                "you": is_you,
                "remove": reverse("ticket_participant_removal", args=[ticket.number, one.user_id]) if removable else "",
            }
        )
    return shown


def _colleagues(people: list[TicketPerson], membership: Membership) -> list[Colleague]:
    """Who can still be added."""
    on_it = {one.user_id for one in people}
    return [one for one in colleagues_of(membership) if one.pk not in on_it]


def _goes_to(people: list[TicketPerson], reader: User) -> str:
    """Who reads what is written below."""
    others = sum(one.user_id != reader.pk for one in people)
    if not others:
        return _("Your answer goes to the Service Desk.")
    words = ngettext(
        "Your answer goes to the Service Desk and %(count)d other person.",
        "Your answer goes to the Service Desk and %(count)d other people.",
        others,
    )
    return words % {"count": others}
