"""What a person is here: of which companies, with which sight."""

from balcao.people.models import Membership, User


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
