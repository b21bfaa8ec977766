"""Approvals as pages need them: what waits for this person, and the link of the mail."""

from django.core.signing import BadSignature, Signer
from django.http import Http404

from balcao.people.models import User
from balcao.tickets.actions.decide_approval import may_decide
from balcao.tickets.models import Approval, Ticket

_signer = Signer(salt="balcao.approval")


def open_approvals(ticket: Ticket, user: User) -> list[Approval]:
    """What this person is asked on the ticket now."""
    if not ticket.is_open:
        return []
    asked = Approval.objects.filter(ticket=ticket, decision="", asked_of=user).select_related("ticket")
    return [approval for approval in asked if may_decide(approval, user)]


def approval_for(ticket: Ticket, user: User, pk: int) -> Approval:
    """The approval, decided or not, for who was asked. Raises Http404 for anybody else."""
    found = Approval.objects.select_related("ticket", "decided_by").filter(ticket=ticket, pk=pk, asked_of=user).first()
    if found is None or not may_decide(found, user):
        raise Http404
    return found


def token_of(approval: Approval) -> str:
    """What the mail's link carries: derived, not stored; it shows the way and opens nothing without signing in."""
    return _signer.sign(str(approval.pk)).replace(":", ".")


def approval_of(token: str) -> Approval | None:
    """The approval that a token of ours names."""
    try:
        pk = int(_signer.unsign(token.replace(".", ":")))
    except (BadSignature, ValueError):
        return None
    return Approval.objects.select_related("ticket").filter(pk=pk).first()
