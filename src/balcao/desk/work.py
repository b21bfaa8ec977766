"""The ticket an agent works on, as values for its template."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.desk.choices import states_for
from balcao.desk.customer_card import customer_card
from balcao.desk.effects import troubles_of
from balcao.desk.rail import sla_state
from balcao.desk.tools import tools_of
from balcao.front.reader import Reader
from balcao.front.shown_files import shown_files
from balcao.lib.richtext import safe
from balcao.lib.texts import pick
from balcao.mail.originals import Original, originals_of
from balcao.tickets.access import DeskView, answering_in
from balcao.tickets.answers import answers_of
from balcao.tickets.desk_listing import all_queues
from balcao.tickets.dialogs import dialogs_for
from balcao.tickets.models import (
    Attachment,
    Channel,
    MessageKind,
    Priority,
    Ticket,
    TicketRole,
)
from balcao.tickets.panel import Panel, panel_of
from balcao.tickets.stages import position_of
from balcao.tickets.timeline import MessageItem, TimelineItem, conversation


def work(reader: Reader, view: DeskView) -> dict[str, Any]:
    """Everything of the page's right half but the forms' own errors."""
    ticket, panel = view.ticket, panel_of(view.ticket, reader.user)
    talk = conversation(ticket, reader=reader.user, side="agent")
    return {
        "ticket": ticket,
        "view": view,
        "position": position_of(ticket),
        "dialogs": dialogs_for(ticket, "agent", reader.user) if view.may_write else (),
        "items": _items(talk.items),
        "pending": _pending(view, panel),
        "to": ", ".join(row.name for row in panel.people),
        "people_count": len(panel.people),
        "participants": [row for row in panel.people if row.text == TicketRole.PARTICIPANT],
        "troubles": troubles_of(ticket) if panel.has_troubles else [],
        "states": states_for(ticket, talk.states),
        "queues": all_queues() if view.may_assign else [],
        "priorities": Priority.choices,
        "agents": answering_in(ticket.queue_id) if view.may_assign else [],
        "files": shown_files(attachment.file for attachment in talk.files),
        "sla_state": sla_state(ticket),
        **customer_card(reader, ticket, panel),
        "panel": panel,
        "process_rows": _process_rows(ticket, reader.language, panel, talk.files),
        "seen_event": talk.last_event,
        "seen_message": talk.last_message,
        "act_key": uuid4(),
        **tools_of(reader, view, panel),
    }


def _items(found: Sequence[TimelineItem]) -> list[dict[str, Any]]:
    by_mail = [one.message.pk for one in found if isinstance(one, MessageItem) and one.message.channel == Channel.EMAIL]
    originals = originals_of(by_mail)
    return [_item(item, originals) for item in found]


def _pending(view: DeskView, panel: Panel) -> list[dict[str, str]]:
    """Who wrote by mail without being on the ticket; without an address for who may not decide."""
    number = view.ticket.number
    return [
        {"name": one.name, "action": reverse("desk:pending", args=[number, one.pk]) if view.may_write else ""}
        for one in (panel.pending if view.ticket.is_open else ())
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


def _process_rows(ticket: Ticket, language: str, panel: Panel, files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """The process and what its forms were filled in with."""
    rows: list[dict[str, Any]] = [
        {"label": _("Process"), "value": pick(ticket.process_version.name, language)},
        {"label": _("Activity"), "value": pick(position_of(ticket).activity_name, language)},
    ]
    if ticket.kind:
        rows.append({"label": _("Kind of ticket"), "value": ticket.kind})
    if ticket.responsible is not None:
        rows.append({"label": _("Responsible"), "value": ticket.responsible.name})
    if panel.watchers:
        rows.append({"label": _("Followers"), "value": ", ".join(row.name for row in panel.watchers)})
    if panel.asked and ticket.is_open:
        rows.append({"label": _("Approval waits for"), "value": ", ".join(row.name for row in panel.asked)})
    if panel.goes_on_at is not None and ticket.is_open:
        rows.append({"label": _("Goes on by itself at"), "at": panel.goes_on_at})
    if ticket.activity_due_at is not None and ticket.is_open:
        rows.append({"label": _("Activity by"), "at": ticket.activity_due_at})
    for answer in answers_of(ticket, language, files=files):
        value = answer.value or ", ".join(file.name for file in answer.files)
        rows.append({"label": answer.label, "value": value, "code": answer.is_code})
    return rows
