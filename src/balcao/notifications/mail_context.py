"""The values that the template `ui/mail/ticket` shows, in the active language and zone."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.lib.names import file_size
from balcao.lib.richtext import safe
from balcao.lib.texts import pick
from balcao.mail.letters import address_of
from balcao.notifications.mail_facts import Facts
from balcao.notifications.mail_kinds import NOTICES, REPEATS_TEXT, Recipient
from balcao.notifications.mail_wording import Reading, preheader_of, wording_of
from balcao.processes.definitions import definition_by_id
from balcao.tickets.models import Ticket, TicketPerson, TicketRole
from balcao.tickets.stages import position_of

LONGEST_HTML = 30_000
"""Bytes of what was written inside the HTML part; the plain part always has all of it. Mail programs cut large mails
off, and ours stay below 60 KB."""
CUT_AT = 10_000
"""Characters shown of a text that is longer than that."""


def context_of(recipient: Recipient, facts: Facts, *, subject: str) -> dict[str, Any]:
    """Everything but the foot, which all our mails share (mail/letters.py)."""
    ticket, language = facts.ticket, get_language() or settings.LANGUAGE_CODE
    reading = Reading(facts, recipient.person.user)
    wording = wording_of(recipient.kind, reading)
    repeats = recipient.kind in REPEATS_TEXT
    return {
        "subject": subject,
        "ticket": ticket,
        "tool": pick(ticket.tool.name, language),
        "process": pick(definition_by_id(ticket.process_version_id).name, language),
        "wording": wording,
        "preheader": preheader_of(wording, facts.text if repeats else ""),
        "button_url": address_of(wording.path),
        "button_label": wording.button,
        "link_label": wording.link[0] if wording.link else "",
        "link_url": address_of(wording.link[1]) if wording.link else "",
        "takes_answers": bool(settings.MAIL_REPLY_DOMAIN),
        "why": _why(recipient.person, ticket, reading.noun),
        "stop_url": address_of(f"{reverse('preferences')}?{urlencode({'parar': NOTICES[recipient.kind]})}#avisos"),
        **_stages(facts, language),
        **(written(facts, language) if repeats else {}),
    }


def written(facts: Facts, language: str) -> dict[str, Any]:
    """What was written, whole in the plain part, and the names of its files."""
    is_long = facts.message is not None and len(facts.message.body_html.encode()) > LONGEST_HTML
    html = safe(facts.message.body_html) if facts.message is not None and not is_long else ""
    files = [
        {
            "name": file.name,
            "size": file_size(file.size, language),
            "url": address_of(reverse("file", args=[file.pk])),
        }
        for file in facts.files
    ]
    return {
        # As it was typed: no link or emphasis is lost.
        "text": facts.message.body_text if facts.message is not None else "",
        "html": html,
        "beginning": facts.text[:CUT_AT] if is_long else "",
        "files": files,
        "files_note": _files_note(facts) if files else "",
    }


def _files_note(facts: Facts) -> str:
    if facts.was_written and facts.attached:
        return _("Attached to this e-mail and kept in the portal:")
    return _("To open them, sign in to the portal:")


def _stages(facts: Facts, language: str) -> dict[str, Any]:
    """The steps as bars; without a current one the ticket has ended."""
    at = position_of(facts.ticket)
    steps = [{"name": pick(step.name, language), "status": step.status} for step in facts.steps]
    return {
        "steps": steps,
        "step_width": 100 // max(len(steps), 1),
        "position": at.position if at.position <= at.total else 0,
        "total": at.total,
        "stage": pick(at.name, language),
    }


def _why(person: TicketPerson, ticket: Ticket, noun: str) -> str:
    given = {"ticket": noun, "company": ticket.organization.name}
    if person.role == TicketRole.PARTICIPANT:
        return _("You get this e-mail because you take part in this %(ticket)s of %(company)s.") % given
    if ticket.opened_by_id != person.user_id:
        return _("You get this e-mail because this %(ticket)s was opened for you at %(company)s.") % given
    return _("You get this e-mail because you opened this %(ticket)s for %(company)s.") % given
