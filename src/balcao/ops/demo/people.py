"""Companies, the people who sign in, and the teams of the desk."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from balcao.ops.demo.data import data
from balcao.people.models import Department, Membership, Organization, Team, User

PASSWORD = "balcao-demo"


def seed_people(now: datetime) -> dict[str, User]:
    """Everybody, by user name."""
    # Hashed once: two dozen rounds of Argon2 would be most of the time that seeding takes.
    known = data("people.yaml")
    encoded = make_password(PASSWORD)
    people: dict[str, User] = {}

    def add(username: str, row: dict[str, Any], **more: Any) -> User:
        own = {key: row[key] for key in ("name", "email", "job_title", "phone", "language", "time_zone") if key in row}
        people[username] = User.objects.create(username=username, password=encoded, created_at=now, **own, **more)
        return people[username]

    for username, row in known["agents"].items():
        add(username, row, is_agent=True)
    for username, row in known["administrators"].items():
        add(username, row, is_staff=True)
    for name, members in known["teams"].items():
        Team.objects.create(name=name).members.set([people[username] for username in members])
    for slug, company in known["companies"].items():
        organization = _company(slug, company, people)
        departments = {
            name: Department.objects.create(organization=organization, name=name) for name in company["departments"]
        }
        for username, row in company["people"].items():
            Membership.objects.create(
                user=add(username, row),
                organization=organization,
                department=departments.get(row.get("department", "")),
                sight=row.get("sight", "own"),
                is_manager=row.get("is_manager", False),
            )
    return people


def _company(slug: str, row: dict[str, Any], people: dict[str, User]) -> Organization:
    return Organization.objects.create(
        slug=slug,
        name=row["name"],
        legal_name=row["legal_name"],
        cnpj=row["cnpj"],
        state=row["state"],
        account_manager=people.get(row.get("account_manager", "")),
    )
