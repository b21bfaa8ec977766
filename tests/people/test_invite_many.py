"""Many people at once: first what would happen, line by line, then exactly that."""

from collections.abc import Callable
from datetime import datetime

import pytest

from balcao.mail.models import OutgoingMail
from balcao.people.actions.invite_many import free_username, invite_many
from balcao.people.guest_list import Fate, read_guests
from balcao.people.models import Department, Membership, User
from tests.cast import Cast

LIST = """Nome;E-mail;Departamento
Nívea Prado;NIVEA@acme.example;Fiscal
Otto Lins;otto@acme.example;Jurídico
Otto de novo;otto@acme.example
Sem endereço;
Marina;marina@acme.example
Rita;rita@borealis.example
;vazio@acme.example
"""


def test_the_dry_run_names_each_line_and_does_nothing(cast: Cast) -> None:
    before = User.objects.count()
    guests = read_guests(LIST, cast.acme)
    assert [(guest.line, guest.email, guest.fate) for guest in guests] == [
        (2, "nivea@acme.example", Fate.READY),
        (3, "otto@acme.example", Fate.READY),
        (4, "otto@acme.example", Fate.ERROR),
        (5, "", Fate.ERROR),
        (6, "marina@acme.example", Fate.EXISTING),
        (7, "rita@borealis.example", Fate.EXISTING),
        (8, "vazio@acme.example", Fate.ERROR),
    ]
    assert all(guest.reason for guest in guests if guest.fate is not Fate.READY)
    assert User.objects.count() == before


def test_those_who_are_ready_are_made_and_invited(cast: Cast, now: datetime, run_jobs: Callable[[], int]) -> None:
    invite_many(organization=cast.acme, text=LIST, by=cast.alice, now=now)
    run_jobs()
    assert {mail.to for mail in OutgoingMail.objects.all()} == {"nivea@acme.example", "otto@acme.example"}
    nivea = Membership.objects.get(user__email="nivea@acme.example")
    assert nivea.department is not None
    assert (nivea.organization, nivea.department.name) == (cast.acme, "Fiscal")
    assert Department.objects.filter(organization=cast.acme, name="Jurídico").count() == 1
    assert Department.objects.filter(organization=cast.acme).count() == 3
    again = invite_many(organization=cast.acme, text=LIST, by=cast.alice, now=now)
    assert not [guest for guest in again if guest.fate is Fate.READY]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_lists_come_with_commas_tabs_and_semicolons(cast: Cast, mark: str) -> None:
    (guest,) = read_guests(f"\ufeffNívea{mark}nivea@acme.example{mark}TI\n", cast.acme)
    assert (guest.name, guest.email, guest.department, guest.fate) == ("Nívea", "nivea@acme.example", "TI", Fate.READY)


STRANGE = ["", "\n\n", "a", ";;;;;", "\x00;\x00", 'aspas";x@y.example', "a;b@c.example\r\nBcc: x@y.example"]
STRANGE += ["a;b@c.example\rd;e@f.example", f'a;"{"x" * 200_000}']


@pytest.mark.parametrize("text", STRANGE)
def test_strange_lists_are_read_without_failing(cast: Cast, text: str) -> None:
    assert all("\n" not in guest.email and "\r" not in guest.email for guest in read_guests(text, cast.acme))


def test_an_open_quotation_mark_swallows_no_other_line(cast: Cast) -> None:
    guests = read_guests('"Nívea;nivea@acme.example\nOtto;otto@acme.example', cast.acme)
    assert [guest.name for guest in guests if guest.fate is Fate.READY] == ["Otto"]


def test_user_names_come_from_the_address_and_are_free(cast: Cast) -> None:
    assert free_username("o'hara@acme.example") == "o-hara@acme.example"
    User.objects.create_user("novo@acme.example", None, name="Novo")
    assert free_username("Novo@acme.example") == "Novo@acme.example-2"
