"""A manager of the customer's company approves or refuses what the process asked."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.lib.names import clean_text
from balcao.lib.refused import Refused
from balcao.people.models import Membership, User
from balcao.processes import engine
from balcao.tickets import automation
from balcao.tickets.changes import Change, lock
from balcao.tickets.models import Approval, Channel, Decision, MessageKind
from balcao.tickets.sending import write_message

LONGEST_REASON = 5_000


def decide_approval(*, approval: Approval, decision: engine.Decision, reason: str, by: User, now: datetime) -> Approval:
    """Decide once, for everybody who was asked; the reason is an answer on the ticket, required when refusing.

    Raises Refused for who was not asked (or manages the company no more), when it is over, and for a missing reason.
    """
    with transaction.atomic():
        change = Change(lock(approval.ticket), by, now)
        current = Approval.objects.get(pk=approval.pk)
        if current.decision or not change.ticket.is_open:
            raise Refused(_("This was already decided, or the ticket moved on."))
        if not may_decide(current, by):
            raise Refused(_("Only a manager who was asked can decide this."))
        words = clean_text(reason)[:LONGEST_REASON].strip()
        if decision == "refused" and not words:
            raise Refused(_("Write why you refuse it."))
        current.decision, current.reason = Decision(decision), words
        current.decided_by, current.decided_at = by, now
        current.save()
        change.record("approval.decided", is_public=True, approval=current.pk, decision=decision)
        change.tell()
        if words:
            _write(change, words)
        automation.wake(change, engine.ApprovalDecided(decision))
        change.save()
    return current


def may_decide(approval: Approval, user: User) -> bool:
    """Who was asked, while a manager of the company."""
    asked = approval.asked_of.filter(pk=user.pk, is_active=True).exists()
    company = approval.ticket.organization_id
    return asked and Membership.objects.filter(user=user, organization_id=company, is_manager=True).exists()


def _write(change: Change, words: str) -> None:
    message = write_message(
        change, key=uuid4(), kind=MessageKind.REPLY, channel=Channel.PORTAL, body=words, is_from_desk=False
    )
    change.record("ticket.replied", is_public=True, message=message.pk, by="customer")
