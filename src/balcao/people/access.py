"""What a person is here: of which companies, with which sight."""

from collections.abc import Iterable
from dataclasses import dataclass

from balcao.lib.prepared import Prepared
from balcao.people.models import Membership, Organization, User

MOST_LISTED = 500
"""Of a company's people: as many as one may still look for in a list."""

_COLLEAGUES = Prepared(
    lambda company: (
        User.objects.filter(is_active=True, memberships__organization_id=company)
        .order_by("name", "pk")
        .values_list("pk", "name")[:MOST_LISTED]
    )
)
_MEMBERSHIPS = Prepared(
    lambda user: (
        Membership.objects.filter(user_id=user, organization__is_active=True)
        .select_related("organization", "department")
        .order_by("id")
    )
)


@dataclass(frozen=True, slots=True)
class Colleague:
    pk: int
    name: str


def memberships_of(user: User) -> list[Membership]:
    """The person's memberships in companies that are served, in the order they were made."""
    if not user.is_authenticated:
        return []
    memberships = _MEMBERSHIPS.rows(user.pk)
    for membership in memberships:
        membership.user = user
    return memberships


def colleagues_of(membership: Membership) -> list[Colleague]:
    """Active people of the same company, the member included, by name: the first MOST_LISTED."""
    if membership.organization.is_holding:
        return [Colleague(membership.user_id, membership.user.name)]
    return [Colleague(pk, name) for pk, name in _COLLEAGUES.rows(membership.organization_id)]


def chosen_colleagues(membership: Membership, pks: Iterable[int]) -> dict[int, User]:
    """Those of these people who are active in the same company, listed or not, by their numbers."""
    mine = User.objects.filter(is_active=True, memberships__organization_id=membership.organization_id)
    if membership.organization.is_holding:
        mine = mine.filter(pk=membership.user_id)
    return {person.pk: person for person in mine.filter(pk__in=list(pks))}


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
    mine = [one.organization_id for one in memberships_of(reader) if not one.organization.is_holding]
    return person.memberships.filter(organization_id__in=mine).exists()
