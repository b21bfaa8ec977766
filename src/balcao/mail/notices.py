"""What people may be told by mail, and what each of them wants."""

from collections.abc import Iterable
from dataclasses import dataclass

from balcao.mail.models import MailChoice, Notice
from balcao.people.models import User

OF_DESK = frozenset({Notice.DESK_REPLIED, Notice.DESK_GIVEN, Notice.DESK_CALLED})
"""For agents only."""
OFF_AT_FIRST = frozenset({Notice.STAGE, *OF_DESK})
"""Unless somebody asks for it."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """(person's id, notice) → yes or no, for those who chose."""

    chosen: dict[tuple[int, str], bool]

    def wants(self, person_id: int, notice: Notice) -> bool:
        return self.chosen.get((person_id, notice), notice not in OFF_AT_FIRST)


def wishes_of(person_ids: Iterable[int]) -> Wishes:
    """The wishes of several people, in one query."""
    rows = MailChoice.objects.filter(person_id__in=list(person_ids))
    return Wishes({(row.person_id, row.notice): row.is_wanted for row in rows})


def notices_for(person: User) -> list[Notice]:
    """What this person may choose, in the order of `Notice`."""
    return [notice for notice in Notice if person.is_agent or notice not in OF_DESK]


def wanted_by(person: User) -> set[Notice]:
    """What this person is told by mail."""
    wishes = wishes_of([person.pk])
    return {notice for notice in notices_for(person) if wishes.wants(person.pk, notice)}


def choose(*, person: User, wanted: Iterable[Notice]) -> None:
    """Exactly these from now on, of those that the person may choose."""
    yes = set(wanted)
    MailChoice.objects.bulk_create(
        [MailChoice(person=person, notice=notice, is_wanted=notice in yes) for notice in notices_for(person)],
        update_conflicts=True,
        unique_fields=["person", "notice"],
        update_fields=["is_wanted"],
    )


def stop(*, person: User, notice: Notice) -> None:
    """This one no longer; the others stay as they are."""
    MailChoice.objects.update_or_create(person=person, notice=notice, defaults={"is_wanted": False})
