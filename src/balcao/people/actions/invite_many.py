"""Many people of one company at once, from a list that was looked at before."""

import re
from datetime import datetime

from django.db import transaction

from balcao.people.actions.invite import invite
from balcao.people.guest_list import Fate, Guest, read_guests
from balcao.people.models import Department, Membership, Organization, User


@transaction.atomic
def invite_many(*, organization: Organization, text: str, by: User | None, now: datetime) -> list[Guest]:
    """Make and invite everybody whose line is ready; the same list as `read_guests` shows before, line by line.

    All or nothing on a failure; lines with an error and people who are there already are left as they are.
    """
    guests = read_guests(text, organization)
    departments = {row.name.casefold(): row for row in organization.departments.all()}
    for guest in guests:
        if guest.fate is Fate.READY:
            _invite(guest, organization, departments, by, now)
    return guests


def _invite(
    guest: Guest, organization: Organization, departments: dict[str, Department], by: User | None, now: datetime
) -> None:
    department = departments.get(guest.department.casefold())
    if guest.department and department is None:
        department = Department.objects.create(organization=organization, name=guest.department)
        departments[guest.department.casefold()] = department
    user = User.objects.create_user(free_username(guest.email), None, name=guest.name, email=guest.email)
    Membership.objects.create(user=user, organization=organization, department=department)
    invite(user=user, by=by, now=now)


def free_username(email: str) -> str:
    """The e-mail itself where it can be a user name; else the nearest one that is free."""
    base = re.sub(r"[^\w.@+-]", "-", email)[:80]
    name, number = base, 2
    while User.objects.filter(username__iexact=name).exists():
        name, number = f"{base[:74]}-{number}", number + 1
    return name
