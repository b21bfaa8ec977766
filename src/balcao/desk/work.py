"""The ticket an agent works on, as values for its template."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from balcao.desk.choices import states_for
from balcao.desk.effects import troubles_of
from balcao.desk.rail import sla_state
from balcao.desk.tools import tools_of
from balcao.front.middleware import known_zone
from balcao.front.reader import Reader
from balcao.front.shown_files import shown_files
from balcao.lib.richtext import safe
from balcao.lib.texts import pick
from balcao.mail.originals import Original, originals_of
from balcao.people.models import User
from balcao.tickets.access import DeskView, agents_of, desk_tickets
from balcao.tickets.answers import answers_of
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.models import (
    Attachment,
    Channel,
    MessageKind,
    Priority,
    Queue,
    Ticket,
    TicketRole,
)
from balcao.tickets.overtaken import newest_event
from balcao.tickets.pending import asked_about
from balcao.tickets.promise_words import promise_words
from balcao.tickets.stages import position_of
from balcao.tickets.timeline import MessageItem, TimelineItem, timeline
from balcao.ui.times import zone_name

OTHERS = 5
"""How many other tickets of the same person the card lists."""


def work(reader: Reader, view: DeskView) -> dict[str, Any]:
    """Everything of the page's right half but the forms' own errors."""
    ticket = view.ticket
    people = list(ticket.people.select_related("user").order_by("id"))
    return {
        "ticket": ticket,
        "view": view,
        "position": position_of(ticket),
        "dialogs": dialogs_for(ticket, "agent", reader.user) if view.may_write else (),
        "items": _items(timeline(ticket, reader=reader.user, side="agent")),
        "pending": _pending(view),
        "to": ", ".join(person.user.name for person in people),
        "people_count": len(people),
        "participants": [person.user for person in people if person.role == TicketRole.PARTICIPANT],
        "troubles": troubles_of(ticket),
        "states": states_for(ticket),
        "queues": Queue.objects.all() if view.may_assign else [],
        "priorities": Priority.choices,
        "agents": agents_of(ticket.queue_id) if view.may_assign else [],
        "files": shown_files(
            attachment.file
            for attachment in Attachment.objects.filter(message__ticket=ticket).select_related("file").order_by("id")
        ),
        "others": others_of(reader.user, ticket),
        "sla_state": sla_state(ticket),
        "promise_words": promise_words(ticket) if ticket.is_open else "",
        "local_time": _local_time(ticket.requester, reader),
        "card_rows": _card_rows(ticket),
        "process_rows": _process_rows(ticket, reader.language),
        "seen_event": newest_event(ticket),
        "act_key": uuid4(),
        **tools_of(reader, view),
    }


def _items(found: Sequence[TimelineItem]) -> list[dict[str, Any]]:
    by_mail = [one.message.pk for one in found if isinstance(one, MessageItem) and one.message.channel == Channel.EMAIL]
    originals = originals_of(by_mail)
    return [_item(item, originals) for item in found]


def _pending(view: DeskView) -> list[dict[str, str]]:
    """Who wrote by mail without being on the ticket; without an address for who may not decide."""
    number = view.ticket.number
    return [
        {"name": one.user.name, "action": reverse("desk:pending", args=[number, one.pk]) if view.may_write else ""}
        for one in asked_about(view.ticket)
    ]


def _item(item: TimelineItem, originals: Mapping[int, Original]) -> dict[str, Any]:
    if not isinstance(item, MessageItem):
        return {"lines": getattr(item, "lines", ())}
    message = item.message
    return {
        "message": message,
        "anchor": f"m-{message.pk}",
        "channel": "mail" if message.channel == Channel.EMAIL else "",
        "face": item.face,
        "role": item.dialog_title or ("" if message.is_from_desk else item.face.role),
        "is_note": message.kind == MessageKind.NOTE,
        "body": safe(message.body_html),
        "files": shown_files(attachment.file for attachment in item.attachments),
        "original": originals.get(message.pk),
    }


def others_of(agent: User, ticket: Ticket) -> list[dict[str, Any]]:
    """The newest other tickets of the requester that the agent may see."""
    found = desk_tickets(agent).filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk).order_by("-id")
    return [
        {"number": other.number, "subject": other.subject, "href": reverse("desk:ticket", args=[other.number])}
        for other in found[:OTHERS]
    ]


def _card_rows(ticket: Ticket) -> list[dict[str, Any]]:
    """The contract and the promises, for the customer card."""
    rows: list[dict[str, Any]] = []
    if ticket.contract is not None:
        until = ticket.contract.ends_on
        rows.append({"label": _("Contract"), "value": _contract(str(ticket.tool), until)})
    else:
        rows.append({"label": _("Contract"), "value": _("none needed")})
    if ticket.first_responded_at is None and ticket.first_response_due_at is not None:
        rows.append({"label": _("First answer by"), "at": ticket.first_response_due_at})
    if ticket.next_response_due_at is not None:
        rows.append({"label": _("Next answer by"), "at": ticket.next_response_due_at})
    if ticket.resolution_due_at is not None:
        rows.append(
            {
                "label": _("Solution by"),
                "at": ticket.resolution_due_at,
                "muted": _("paused") if ticket.paused_at is not None else "",
            }
        )
    manager = ticket.organization.account_manager
    if manager is not None:
        rows.append({"label": _("Account manager"), "value": manager.name})
    return rows


def _contract(tool: str, until: date | None) -> str:
    if until is None:
        return tool
    return _("%(tool)s until %(date)s") % {"tool": tool, "date": date_format(until, "SHORT_DATE_FORMAT")}


def _process_rows(ticket: Ticket, language: str) -> list[dict[str, Any]]:
    """The process and what its forms were filled in with."""
    rows: list[dict[str, Any]] = [
        {"label": _("Process"), "value": pick(ticket.process_version.name, language)},
        {"label": _("Activity"), "value": pick(position_of(ticket).activity_name, language)},
    ]
    if ticket.kind:
        rows.append({"label": _("Kind of ticket"), "value": ticket.kind})
    if ticket.responsible is not None:
        rows.append({"label": _("Responsible"), "value": ticket.responsible.name})
    watchers = [watcher.user.name for watcher in ticket.watchers.select_related("user").order_by("id")]
    if watchers:
        rows.append({"label": _("Followers"), "value": ", ".join(watchers)})
    approval = ticket.approvals.filter(decision="").prefetch_related("asked_of").first() if ticket.is_open else None
    if approval is not None:
        asked = ", ".join(person.name for person in approval.asked_of.all())
        rows.append({"label": _("Approval waits for"), "value": asked})
    timer = ticket.timers.filter(settled_at__isnull=True).order_by("due_at").first() if ticket.is_open else None
    if timer is not None:
        rows.append({"label": _("Goes on by itself at"), "at": timer.due_at})
    if ticket.activity_due_at is not None and ticket.is_open:
        rows.append({"label": _("Activity by"), "at": ticket.activity_due_at})
    for answer in answers_of(ticket, language):
        value = answer.value or ", ".join(file.name for file in answer.files)
        rows.append({"label": answer.label, "value": value, "code": answer.is_code})
    return rows


def _local_time(user: User, reader: Reader) -> str:
    """«Manaus, 08:42»: what the clock shows where the person is."""
    here = reader.now.astimezone(known_zone(user.time_zone))
    return f"{zone_name(user.time_zone)}, {date_format(here, 'TIME_FORMAT')}"
