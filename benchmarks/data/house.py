"""Companies and people around the demonstration's, in the numbers that a desk with so many tickets has."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from balcao.catalog.models import Contract, Tool
from balcao.people.models import Department, Membership, Organization, Sight, User

TICKETS_PER_COMPANY = 200
TICKETS_PER_PERSON = 40
MEASURED_SHARE = 0.5
"""Of all tickets are the measured company's, so that its list is as long as its peers' were within a factor of two."""

MEASURED_PERSON = 0.05
"""Of the company's tickets are those of the person whose pages are measured."""

FIRST = ("Alice", "Bruno", "Carla", "Diego", "Elisa", "Fábio", "Gisele", "Heitor", "Ingrid", "João", "Karina", "Lucas")
LAST = ("Almeida", "Barros", "Cardoso", "Dias", "Esteves", "Farias", "Gomes", "Holanda", "Leite", "Moraes", "Nogueira")


@dataclass(frozen=True, slots=True)
class Company:
    """`weight`: its share of the tickets. `contracts` by tool id. The first of `people` opens `head` of them."""

    organization_id: int
    people: list[tuple[int, int | None]]
    contracts: dict[int, int]
    weight: float
    head: float


def make_companies(tickets: int, rng: Random, now: datetime) -> list[Company]:
    """The demonstration's Acme with half of the tickets, and others with ever fewer of the rest."""
    acme = Organization.objects.get(slug="acme")
    others = max(tickets // TICKETS_PER_COMPANY, 4)
    Organization.objects.bulk_create(
        Organization(slug=f"empresa-{index}", name=f"{rng.choice(LAST)} {rng.choice(LAST)} {index}", state="SP")
        for index in range(others)
    )
    made = list(Organization.objects.filter(slug__startswith="empresa-").order_by("id"))
    Department.objects.bulk_create(Department(organization=one, name="Operações") for one in made)
    _add_contracts(made, now.date())
    weights = [1 / (rank + 2) for rank in range(others)]
    shares = [(acme, MEASURED_SHARE)]
    shares += [(one, (1 - MEASURED_SHARE) * weight / sum(weights)) for one, weight in zip(made, weights, strict=True)]
    for number, (organization, share) in enumerate(shares):
        _add_people(organization, max(int(tickets * share / TICKETS_PER_PERSON), 2), number, rng, now)
    return _companies(shares)


def _add_contracts(made: list[Organization], day: date) -> None:
    tools = list(Tool.objects.filter(is_for_everyone=False))
    Contract.objects.bulk_create(
        Contract(organization=one, tool=tool, starts_on=day.replace(year=day.year - 3, day=1))
        for one in made
        for tool in tools
    )


def _add_people(organization: Organization, count: int, number: int, rng: Random, now: datetime) -> None:
    people = User.objects.bulk_create(
        User(
            username=f"p{number}-{index}",
            email=f"p{number}-{index}@clientes.example",
            name=f"{rng.choice(FIRST)} {rng.choice(LAST)}",
            password="!",
            created_at=now,
        )
        for index in range(count)
    )
    departments = list(organization.departments.all())
    Membership.objects.bulk_create(
        Membership(
            user=person,
            organization=organization,
            department=rng.choice(departments),
            sight=Sight.COMPANY if index == 0 else Sight.OWN,
            is_manager=index == 0,
        )
        for index, person in enumerate(people)
    )


def _companies(shares: list[tuple[Organization, float]]) -> list[Company]:
    people: dict[int, list[tuple[int, int | None]]] = {}
    # By id, so that the demonstration's own person comes first at Acme.
    for company, user, department in Membership.objects.order_by("user_id").values_list(
        "organization_id", "user_id", "department_id"
    ):
        people.setdefault(company, []).append((user, department))
    contracts: dict[int, dict[int, int]] = {}
    for company, tool, pk in Contract.objects.values_list("organization_id", "tool_id", "id"):
        contracts.setdefault(company, {})[tool] = pk
    return [
        Company(
            organization_id=one.pk,
            people=people[one.pk],
            contracts=contracts.get(one.pk, {}),
            weight=share,
            head=MEASURED_PERSON if one.slug == "acme" else 0.1,
        )
        for one, share in shares
    ]
