"""Contract × process › contract › process › site, by priority."""

import pytest

from balcao.catalog.access import opening_for
from balcao.catalog.models import Calendar, Contract, CoveredOffer, Holiday, Offer, Promise, PromiseTarget
from balcao.catalog.promises import longest_day, promise_of, terms_of, working_calendar
from balcao.lib.hours import parse_hours
from balcao.lib.working_time import add
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(cast: Cast) -> Calendar:
    return Calendar.objects.get(name="Brasília")


def promise(name: str, calendar: Calendar) -> Promise:
    return Promise.objects.create(name=name, calendar=calendar)


def test_the_most_special_promise_counts(cast: Cast, calendar: Calendar) -> None:
    def counted() -> str:
        offer = Offer.objects.select_related("tool", "process__current", "promise").get(pk=cast.rejected.pk)
        found = promise_of(opening_for(cast.acme, offer, now=NOW))
        assert found is not None
        return found.name

    assert counted() == "Padrão"
    Offer.objects.filter(pk=cast.rejected.pk).update(promise=promise("Processo", calendar))
    assert counted() == "Processo"
    Contract.objects.filter(pk=cast.contract.pk).update(promise=promise("Contrato", calendar))
    assert counted() == "Contrato"
    both = promise("Contrato e processo", calendar)
    CoveredOffer.objects.create(contract=cast.contract, offer=cast.rejected, promise=both)
    assert counted() == "Contrato e processo"


def test_a_priority_may_have_its_own_target(cast: Cast) -> None:
    default = Promise.objects.get(is_default=True)
    PromiseTarget.objects.create(promise=default, priority=5, first_response=30, resolution=240)
    terms = terms_of(default.pk)
    assert terms is not None
    assert (terms.of(5).first_response, terms.of(5).resolution) == (30, 240)
    assert (terms.of(3).first_response, terms.of(3).resolution) == (240, 960)


def test_a_promise_without_targets_promises_nothing(cast: Cast, calendar: Calendar) -> None:
    terms = terms_of(promise("Vazia", calendar).pk)
    assert terms is not None
    assert terms.of(3).first_response is None
    assert terms.calendar.zone == calendar.time_zone
    assert terms_of(0) is None


def test_the_desks_own_dates_win_over_the_library(cast: Cast, calendar: Calendar) -> None:
    friday = NOW.replace(month=11, day=20)
    assert friday.date() in working_calendar(calendar).holidays
    Holiday.objects.create(calendar=calendar, on=friday.date(), name="Plantão", is_working=True)
    Holiday.objects.create(calendar=calendar, on=NOW.date(), name="Aniversário da cidade")
    dates = working_calendar(Calendar.objects.get(pk=calendar.pk)).holidays
    assert friday.date() not in dates
    assert NOW.date() in dates


def test_a_promise_given_before_a_holiday_runs_out_after_it(cast: Cast, calendar: Calendar) -> None:
    thursday = NOW.replace(day=19, hour=20, minute=0)  # 17:00 in Brasília; Friday the 20th is Consciência Negra
    due = add(working_calendar(calendar), thursday, 120)
    assert due == NOW.replace(day=23, hour=12, minute=0)


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [({"mon": [["08:00", "12:00"], ["13:00", "18:00"]]}, 540), ({"sat": [["20:00", "24:00"]]}, 240), ({}, 0)],
)
def test_a_business_day_is_the_longest_of_the_week(hours: dict[str, list[list[str]]], minutes: int) -> None:
    assert longest_day(parse_hours(hours)) == minutes
