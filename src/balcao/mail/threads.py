"""What holds the mails of one ticket to one person together in mail programs: subject and references."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min

from balcao.mail.message_ids import message_id
from balcao.mail.models import OutgoingMail
from balcao.mail.reply_address import reply_address
from balcao.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Thread:
    """`subject` stays what the first mail said, whatever the ticket is called later. `earlier`: first and last mail."""

    ticket: Ticket
    person_id: int
    subject: str
    earlier: tuple[str, ...] = ()

    def headers(self, *, is_automatic: bool) -> dict[str, str]:
        """Nobody sends the mail at the root: it stands for the ticket, also when two first mails leave at once."""
        root = message_id(f"thread:{self.ticket.pk}:{self.person_id}", prefix=f"ticket-{self.ticket.number}")
        known = list(dict.fromkeys([root, *self.earlier]))
        headers = {
            "In-Reply-To": known[-1],
            "References": " ".join(known),
            # Empty: this header is left out, because a person wrote what the mail says.
            "Auto-Submitted": "auto-generated" if is_automatic else "",
        }
        address = reply_address(number=self.ticket.number, person_id=self.person_id)
        return {**headers, "Reply-To": address} if address else headers


def threads_of(ticket: Ticket, person_ids: Iterable[int]) -> dict[int, Thread]:
    """One for each person, in two queries."""
    ids = list(person_ids)
    ends = {
        person_id: (first, last)
        for person_id, first, last in OutgoingMail.objects.filter(ticket=ticket, person_id__in=ids)
        .order_by()
        .values_list("person_id")
        .annotate(first=Min("pk"), last=Max("pk"))
    }
    mails = OutgoingMail.objects.only("message_id", "subject").in_bulk({pk for pair in ends.values() for pk in pair})
    subject = f"[nº {ticket.number}] {ticket.subject}"
    return {
        person_id: _thread(ticket, person_id, subject, [mails[pk] for pk in ends.get(person_id, ())])
        for person_id in ids
    }


def _thread(ticket: Ticket, person_id: int, subject: str, mails: list[OutgoingMail]) -> Thread:
    return Thread(
        ticket=ticket,
        person_id=person_id,
        subject=mails[0].subject if mails else subject,
        earlier=tuple(mail.message_id for mail in mails),
    )
