"""Whether a mail that waited still concerns its recipient."""

from django.http import Http404

from balcao.mail.models import OutgoingMail
from balcao.tickets.access import desk_ticket, portal_ticket

OF_DESK = "desk."
"""How the purpose of a mail begins that tells an agent of a ticket at the desk."""


def concerns_still(mail: OutgoingMail) -> bool:
    """False for somebody who may no longer sign in, has no address, or no longer sees the ticket the mail is of.

    An agent sees it at the desk, by the rights on its queue now; everybody else in the portal.
    """
    person, ticket = mail.person, mail.ticket
    if person is not None and not (person.is_active and person.email):
        return False
    if person is None or ticket is None:
        return True
    try:
        if mail.purpose.startswith(OF_DESK):
            desk_ticket(person, ticket.number)
        else:
            portal_ticket(person, ticket.number)
    except Http404:
        return False
    return True
