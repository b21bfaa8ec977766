"""What a mail says to an agent, in the active language and zone: the values of the template `ui/mail/desk_ticket`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.lib.texts import pick
from balcao.mail.letters import address_of
from balcao.mail.models import Notice
from balcao.notifications.desk_recipients import DeskRecipient
from balcao.notifications.mail_context import written
from balcao.notifications.mail_facts import Facts
from balcao.notifications.mail_wording import Wording, preheader_of
from balcao.people.models import User
from balcao.processes.definitions import definition_by_id
from balcao.tickets.faces import face_of


def context_of(recipient: DeskRecipient, facts: Facts, *, subject: str, takes_mail: bool) -> dict[str, Any]:
    """Everything but the foot, which all our mails share (mail/letters.py). `takes_mail`: answers reach this desk."""
    ticket, language = facts.ticket, get_language() or settings.LANGUAGE_CODE
    wording = _WORDINGS[recipient.notice](recipient, facts)
    stop = urlencode({"parar": recipient.notice})
    return {
        "subject": subject,
        "ticket": ticket,
        "company": ticket.organization.name,
        "tool": pick(ticket.tool.name, language),
        "process": pick(definition_by_id(ticket.process_version_id).name, language),
        "wording": wording,
        "preheader": preheader_of(wording, facts.text if recipient.repeats_text else ""),
        "button_url": address_of(wording.path),
        "button_label": wording.button,
        "takes_answers": recipient.may_answer and bool(settings.MAIL_REPLY_DOMAIN),
        "goes_to_customer": recipient.may_answer and takes_mail,
        "why": _WHYS[recipient.notice](),
        "stop_url": address_of(f"{reverse('preferences')}?{stop}#avisos"),
        **({**written(facts, language), "files_note": _("To open them, sign in:")} if recipient.repeats_text else {}),
    }


def _replied(recipient: DeskRecipient, facts: Facts) -> Wording:
    message = facts.message
    author = message.author if message is not None else facts.story.root.actor
    lead = "" if facts.text else _("Sent files") if facts.files else _("They filled in a step, without words.")
    anchor = f"#m-{message.pk}" if message is not None else ""
    heading = _("%(name)s replied") % {"name": _name(author, recipient)}
    return Wording(heading, _("Open the ticket"), _path(facts) + anchor, lead=lead)


def _given(recipient: DeskRecipient, facts: Facts) -> Wording:
    """With the beginning of what was said last, which the customer sees too."""
    ticket = facts.ticket
    lead = f"{_name(ticket.last_public_by, recipient)}: {ticket.snippet}" if ticket.snippet else ""
    heading = _("%(name)s gave you this ticket") % {"name": _name(facts.story.giver(), recipient)}
    return Wording(heading, _("Open the ticket"), _path(facts), lead=lead)


def _called(recipient: DeskRecipient, facts: Facts) -> Wording:
    name = _name(facts.story.root.actor, recipient)
    lead = _("You are named in an internal note. Its text stays at the desk and is never sent by e-mail.")
    return Wording(_("%(name)s calls you") % {"name": name}, _("Open the ticket"), _path(facts), lead=lead)


def _name(user: User | None, recipient: DeskRecipient) -> str:
    """Agents know everybody under the full name; nobody is the desk's automation."""
    return face_of(user, is_desk=True, side="agent", reader=recipient.agent).name


def _path(facts: Facts) -> str:
    return reverse("desk:ticket", args=[facts.ticket.number])


_WORDINGS: dict[Notice, Callable[[DeskRecipient, Facts], Wording]] = {
    Notice.DESK_REPLIED: _replied,
    Notice.DESK_GIVEN: _given,
    Notice.DESK_CALLED: _called,
}
_WHYS = {
    Notice.DESK_REPLIED: lambda: _("You get this e-mail because you asked to be told of customers' answers."),
    Notice.DESK_GIVEN: lambda: _("You get this e-mail because you asked to be told of tickets given to you."),
    Notice.DESK_CALLED: lambda: _("You get this e-mail because you asked to be told when a note names you."),
}
