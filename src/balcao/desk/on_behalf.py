"""Whom a ticket is opened for at the desk: people of companies, found by name, e-mail, telephone or company."""

from django.db.models import Q

from balcao.lib.names import clean_line
from balcao.people.models import Membership

MOST = 20


def find_people(words: str) -> list[Membership]:
    """Active members of companies that are served whose name, address, telephone or company hold every word."""
    found = Membership.objects.filter(user__is_active=True, organization__is_active=True)
    wanted = clean_line(words, 80).split()
    for word in wanted:
        found = found.filter(
            Q(user__name__icontains=word)
            | Q(user__email__icontains=word)
            | Q(user__phone__icontains=word)
            | Q(organization__name__icontains=word)
        )
    if not wanted:
        return []
    return list(found.select_related("user", "organization", "department").order_by("user__name", "id")[:MOST])
