"""What is asked of a manager, as values for templates."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balcao.lib.richtext import render_markdown, safe
from balcao.lib.texts import pick
from balcao.people.models import User
from balcao.tickets.approvals import open_approvals
from balcao.tickets.models import Approval, Decision, Ticket


@dataclass(frozen=True, slots=True)
class ShownApproval:
    """`outcome` is "" while it is open."""

    href: str
    question: SafeString
    asked_at: datetime
    outcome: str
    reason: str


def shown_approval(approval: Approval) -> ShownApproval:
    return ShownApproval(
        href=reverse("approval", args=[approval.ticket.number, approval.pk]),
        question=safe(render_markdown(pick(approval.question, get_language()))),
        asked_at=approval.asked_at,
        outcome=_outcome(approval),
        reason=approval.reason,
    )


def approvals_on(ticket: Ticket, user: User) -> list[ShownApproval]:
    """What waits for this person's decision."""
    return [shown_approval(approval) for approval in open_approvals(ticket, user)]


def _outcome(approval: Approval) -> str:
    name = approval.decided_by.name if approval.decided_by else ""
    match approval.decision:
        case Decision.APPROVED:
            return _("%(name)s approved it.") % {"name": name}
        case Decision.REFUSED:
            return _("%(name)s refused it.") % {"name": name}
        case Decision.ENDED:
            return _("The ticket moved on: this is no longer asked.")
    return "" if approval.ticket.is_open else _("The ticket is closed: this is no longer asked.")
