from __future__ import annotations

from datetime import date, timedelta

import pytest

from balcao.lib.holidays_br import OPTIONAL_DAYS, STATES, Holidays, brazilian_holidays

NATIONAL_2026 = {
    date(2026, 1, 1): "Confraternização Universal",
    date(2026, 4, 3): "Sexta-feira Santa",
    date(2026, 4, 21): "Tiradentes",
    date(2026, 5, 1): "Dia do Trabalhador",
    date(2026, 9, 7): "Independência do Brasil",
    date(2026, 10, 12): "Nossa Senhora Aparecida",
    date(2026, 11, 2): "Finados",
    date(2026, 11, 15): "Proclamação da República",
    date(2026, 11, 20): "Dia Nacional de Zumbi e da Consciência Negra",
    date(2026, 12, 25): "Natal",
}

# Day/month in 2026 of what each state's law adds to the national list.
OF_STATES_2026 = {
    "AC": "23/1 8/3 15/6 5/9",  # the Treaty of Petrópolis, a Tuesday, moves to Friday 20 November
    "AL": "24/6 29/6 16/9 30/11",
    "AM": "5/9",
    "AP": "19/3 25/7 13/9",
    "BA": "2/7",
    "CE": "19/3 25/3 15/8",
    "DF": "30/11",
    "ES": "13/4",
    "GO": "26/7 24/10",
    "MA": "28/7",
    "MG": "",
    "MS": "11/10",
    "MT": "",
    "PA": "15/8",
    "PB": "5/8",
    "PE": "6/3",
    "PI": "19/10",
    "PR": "",
    "RJ": "17/2 23/4",
    "RN": "7/8 3/10",
    "RO": "4/1 18/6",
    "RR": "5/10",
    "RS": "20/9",
    "SC": "16/8 29/11",  # 11 August and 25 November move to the Sunday after
    "SE": "8/7",
    "SP": "9/7",
    "TO": "18/3 8/9 5/10",
}


def test_the_national_holidays_of_2026_are_exactly_these() -> None:
    assert dict(brazilian_holidays(2026)) == NATIONAL_2026


def test_the_twentieth_of_november_is_national_since_2024() -> None:
    assert date(2023, 11, 20) not in brazilian_holidays(2023)
    assert all(date(year, 11, 20) in brazilian_holidays(year) for year in range(2024, 2040))


def test_there_are_twenty_seven_states() -> None:
    assert set(STATES) == set(OF_STATES_2026)
    assert len(STATES) == 27


@pytest.mark.parametrize("state", STATES)
def test_each_state_adds_the_days_of_its_law(state: str) -> None:
    days = (pair.split("/") for pair in OF_STATES_2026[state].split())
    own = {date(2026, int(month), int(day)) for day, month in days}

    found = brazilian_holidays(2026, state)

    assert set(found) == set(NATIONAL_2026) | own
    assert list(found) == sorted(found)
    assert all(name.strip() for name in found.values())
    # What the nation celebrates keeps its name.
    assert all(found[day].startswith(name) for day, name in NATIONAL_2026.items())


@pytest.mark.parametrize("state", STATES)
def test_each_state_has_sane_data_for_years_to_come(state: str) -> None:
    for year in range(2025, 2036):
        found = brazilian_holidays(year, state)
        assert set(brazilian_holidays(year)) <= set(found)
        assert len(found) <= 16
        assert all(day.year == year for day in found)


def test_days_that_are_no_holidays_by_law_are_switches() -> None:
    monday, tuesday, ash, corpus = date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 6, 4)

    assert set(brazilian_holidays(2026, optional={"carnival"})) - set(NATIONAL_2026) == {monday, tuesday}
    assert set(brazilian_holidays(2026, optional={"ash_wednesday"})) - set(NATIONAL_2026) == {ash}
    assert set(brazilian_holidays(2026, optional={"corpus_christi"})) - set(NATIONAL_2026) == {corpus}
    assert len(brazilian_holidays(2026, optional=OPTIONAL_DAYS)) == len(NATIONAL_2026) + 4


@pytest.mark.parametrize("year", range(2020, 2040))
def test_the_movable_days_keep_their_distance_from_easter(year: int) -> None:
    days = {name: day for day, name in brazilian_holidays(year, optional=OPTIONAL_DAYS).items()}
    good_friday = days["Sexta-feira Santa"]

    assert good_friday.weekday() == 4
    assert days["Carnaval"] == good_friday - timedelta(days=45)
    assert days["Quarta-feira de Cinzas"] == good_friday - timedelta(days=44)
    assert days["Corpus Christi"] == good_friday + timedelta(days=62)


def test_unknown_states_and_days_are_refused() -> None:
    with pytest.raises(ValueError, match="state"):
        brazilian_holidays(2026, "XX")
    with pytest.raises(ValueError, match="halloween"):
        brazilian_holidays(2026, optional={"halloween"})
    with pytest.raises(ValueError, match="state"):
        Holidays(state="sp")


def test_what_the_desk_says_wins() -> None:
    manaus, bridge, works = date(2026, 10, 24), date(2026, 4, 20), date(2026, 11, 2)
    days = Holidays(
        state="AM", added={manaus: "Aniversário de Manaus", bridge: "Ponte", works: "Finados"}, working={works, bridge}
    )

    assert manaus in days
    assert days.name(manaus) == "Aniversário de Manaus"
    assert date(2026, 9, 5) in days
    assert works not in days
    assert bridge not in days
    assert date(2026, 6, 15) not in days
    assert "2026-12-25" not in days
    expected = (set(NATIONAL_2026) | {manaus, date(2026, 9, 5)}) - {works}
    assert set(days.in_year(2026)) == expected
    assert list(days.in_year(2026)) == sorted(expected)


def test_a_desk_elsewhere_has_only_its_own_dates() -> None:
    lisbon = Holidays(country=False, added={date(2026, 6, 13): "Santo António"})

    assert lisbon.in_year(2026) == {date(2026, 6, 13): "Santo António"}
    assert date(2026, 12, 25) not in lisbon


def test_a_desk_may_give_a_day_another_name() -> None:
    assert Holidays(added={date(2026, 12, 25): "Natal da casa"}).name(date(2026, 12, 25)) == "Natal da casa"
