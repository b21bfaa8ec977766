"""Whether a mail that waited still concerns its recipient."""

from django.http import Http404

from balcao.mail.models import OutgoingMail
from balcao.tickets.access import portal_ticket


def concerns_still(mail: OutgoingMail) -> bool:
    """False for somebody who may no longer sign in, has no address, or no longer sees the ticket the mail is of."""
    person, ticket = mail.person, mail.ticket
    if person is not None and not (person.is_active and person.email):
        return False
    if person is None or ticket is None:
        return True
    try:
        portal_ticket(person, ticket.number)
    except Http404:
        return False
    return True
