"""Why an effect of a process could not be carried out: a code that is kept, and its sentence for the team."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from balcao.tickets.models import EffectRun

TROUBLES: Final[Mapping[str, str]] = {
    "no_state": gettext_noop("There is no state “%(detail)s”."),
    "no_queue": gettext_noop("There is no queue “%(detail)s”."),
    "no_agent": gettext_noop("There is no active agent “%(detail)s”."),
    "nobody_of_role": gettext_noop("Nobody of the team “%(detail)s” answers in this queue."),
    "no_colleague": gettext_noop("Nobody of the ticket's company is called “%(detail)s”."),
    "no_manager": gettext_noop("The company has no other manager who could be asked."),
    "no_ticket": gettext_noop("The company has no other ticket with the number “%(detail)s”."),
    "not_offered": gettext_noop("The process “%(detail)s” takes no new tickets."),
    "start_refused": gettext_noop("The process “%(detail)s” could not begin with these answers."),
    "too_many_tickets": gettext_noop("Tickets that open tickets that open tickets: it stops here."),
    "nobody_to_mail": gettext_noop("Nobody it is for has an e-mail address."),
    "bad_address": gettext_noop("“%(detail)s” is not an e-mail address."),
    "mail_refused": gettext_noop("The mail server refused it: %(detail)s"),
    "no_secret": gettext_noop("This desk cannot sign webhooks: BALCAO_WEBHOOK_SECRET is not set."),
    "inside_address": gettext_noop(
        "“%(detail)s” is inside the desk's own network, and BALCAO_OUTBOUND_ALLOW does not name it."
    ),
    "not_reached": gettext_noop("The server could not be reached: %(detail)s"),
    "bad_answer": gettext_noop("The server answered %(detail)s."),
    "unknown": gettext_noop("It failed without saying why."),
}


class CannotBeDone(Exception):
    """An effect that cannot be carried out now. `code` is one of TROUBLES."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail[:300]


def trouble_of(run: EffectRun) -> str:
    """The sentence, in the reader's language."""
    return _(TROUBLES.get(run.problem, TROUBLES["unknown"])) % {"detail": run.detail}


KINDS: Final[Mapping[str, str]] = {
    "SetState": gettext_noop("Change of state"),
    "SetQueue": gettext_noop("Change of queue"),
    "SetOwner": gettext_noop("Change of agent"),
    "SetResponsible": gettext_noop("Change of responsible"),
    "SendMail": gettext_noop("E-mail"),
    "AddParticipant": gettext_noop("New participant"),
    "AddWatcher": gettext_noop("New follower"),
    "NewTicket": gettext_noop("New ticket"),
    "LinkTicket": gettext_noop("Link with another ticket"),
    "Webhook": gettext_noop("Call to another system"),
    "AskApproval": gettext_noop("Request for approval"),
}


def kind_of(run: EffectRun) -> str:
    """What was to be done, in the reader's language."""
    return _(KINDS[run.kind]) if run.kind in KINDS else run.kind
