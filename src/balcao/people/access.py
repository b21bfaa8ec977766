"""What a person is here: of which companies, with which sight."""

from balcao.people.models import Membership, Organization, User


def memberships_of(user: User) -> list[Membership]:
    """The person's memberships in companies that are served, in the order they were made."""
    if not user.is_authenticated:
        return []
    return list(
        user.memberships.filter(organization__is_active=True)
        .select_related("organization", "department")
        .order_by("id")
    )


def colleagues_of(membership: Membership) -> "list[User]":
    """Active people of the same company, the member included, by name."""
    return list(
        User.objects.filter(is_active=True, memberships__organization_id=membership.organization_id).order_by("name")
    )


def suspended_company_of(user: User) -> Organization | None:
    """The company whose suspension keeps this person out; None for who has another way in, or never had a company."""
    if user.is_agent or user.is_staff:
        return None
    rows = list(user.memberships.select_related("organization").order_by("id"))
    if not rows or any(row.organization.is_active for row in rows):
        return None
    return rows[0].organization


def may_see_person(reader: User, person: User) -> bool:
    """Oneself, colleagues of a company, and customers and people of the desk each other: who may meet on a ticket."""
    if reader.pk == person.pk or reader.is_agent or reader.is_staff:
        return True
    if person.is_agent:
        return bool(memberships_of(reader))
    mine = [membership.organization_id for membership in memberships_of(reader)]
    return person.memberships.filter(organization_id__in=mine).exists()
