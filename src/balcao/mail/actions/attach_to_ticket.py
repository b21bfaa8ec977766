"""An administrator puts a mail on a ticket by hand."""

from datetime import datetime

from django.utils.translation import gettext as _

from balcao.lib.refused import Refused
from balcao.mail.claims import joined_into
from balcao.mail.deciding import decidable
from balcao.mail.filing import file_mail
from balcao.mail.intake import raw_bytes
from balcao.mail.models import IncomingMail
from balcao.mail.sort import Verdict
from balcao.mail.understanding import understand
from balcao.people.access import memberships_of
from balcao.people.addresses import person_of
from balcao.people.models import User
from balcao.tickets.access import queue_rights
from balcao.tickets.models import Right, Ticket
from balcao.tickets.reopening import may_reopen


def attach_to_ticket(mail: IncomingMail, ticket_number: int, by: User, now: datetime) -> IncomingMail:
    """The answer of its sender, if that is a member of the ticket's company or an agent who may write there;
    else an internal note by the administrator, which quotes the sender.

    Raises Refused for a number that no ticket has, and for a mail that is on a ticket already.
    """
    row = decidable(mail)
    ticket = Ticket.objects.select_related("state").filter(number=ticket_number).first()
    if ticket is None:
        raise Refused(_("There is no ticket with this number."))
    ticket = joined_into(ticket)
    raw = raw_bytes(row)
    parsed = understand(raw)
    sender = person_of(parsed.sender.address)
    verdict = _verdict(ticket, sender, now)
    before = row.fate
    return file_mail(
        row,
        parsed,
        raw,
        verdict,
        now=now,
        may_file=lambda current: current.fate == before,
        decided_by=by,
        author=by if verdict.fate == "note" else None,
    )


def _verdict(ticket: Ticket, sender: User | None, now: datetime) -> Verdict:
    data: dict[str, object] = {"number": ticket.number}
    if sender is not None and sender.is_active:
        is_member = any(one.organization_id == ticket.organization_id for one in memberships_of(sender))
        if is_member and (ticket.is_open or may_reopen(ticket, now)):
            return Verdict("reply", "attached", data, ticket=ticket.pk)
        if queue_rights(sender).get(ticket.queue_id, 0) >= Right.WRITE:
            return Verdict("reply", "attached", data, ticket=ticket.pk, as_desk=True)
    return Verdict("note", "attached", data, ticket=ticket.pk)
