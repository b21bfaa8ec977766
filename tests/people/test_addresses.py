"""Whose an e-mail address is: found by the index, however many people there are, and never a look-alike."""

from datetime import datetime

import pytest

from balcao.people.addresses import _with_email, person_of
from balcao.people.models import PersonAddress, User
from tests.cast import Cast


def test_case_does_not_matter_and_look_alikes_do(cast: Cast, now: datetime) -> None:
    assert person_of(" Marina@ACME.example ") == cast.marina
    assert person_of("mar\u0131na@acme.example") is None
    assert [person_of(one) for one in ("", "marina", "nobody@acme.example")] == [None] * 3
    for person, address, is_confirmed in (
        (cast.marina, "Marina@casa.example", True),
        (cast.rita, "rita@casa.example", False),
    ):
        PersonAddress.objects.create(user=person, address=address, is_confirmed=is_confirmed, created_at=now)
    assert (person_of("marina@casa.example"), person_of("rita@casa.example")) == (cast.marina, None)


@pytest.mark.django_db
def test_the_index_is_used() -> None:
    User.objects.bulk_create(
        [User(username=f"u{number}", email=f"u{number}@x.example", name="x", password="!") for number in range(2000)]
    )
    assert "user_email_ci" in _with_email("u5@x.example").explain()
