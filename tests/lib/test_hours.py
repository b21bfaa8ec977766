from __future__ import annotations

from datetime import time

import pytest

from balcao.lib.hours import Hours, OpenDays, describe_hours, dump_hours, hours_in_words, parse_hours

WEEK = {weekday: ((time(8), time(18)),) for weekday in range(5)}
LUNCH = ((time(8), time(12)), (time(13, 30), time(18)))


@pytest.mark.parametrize(
    ("hours", "portuguese", "english", "spanish"),
    [
        (WEEK, "seg–sex, 8h–18h", "Mon–Fri, 8:00–18:00", "lun–vie, 8:00–18:00"),
        (
            {**dict.fromkeys(range(5), LUNCH), 5: ((time(9), time(13)),)},
            "seg–sex, 8h–12h e 13h30–18h; sáb, 9h–13h",
            "Mon–Fri, 8:00–12:00 and 13:30–18:00; Sat, 9:00–13:00",
            "lun–vie, 8:00–12:00 y 13:30–18:00; sáb, 9:00–13:00",
        ),
        (
            dict.fromkeys(range(7), ((time(0), time(0)),)),
            "todos os dias, 24 horas",
            "every day, 24 hours",
            "todos los días, 24 horas",
        ),
        ({5: LUNCH[:1], 6: LUNCH[:1]}, "sáb e dom, 8h–12h", "Sat and Sun, 8:00–12:00", "sáb y dom, 8:00–12:00"),
        ({0: ((time(20), time(0)),)}, "seg, 20h–24h", "Mon, 20:00–24:00", "lun, 20:00–24:00"),
        ({0: LUNCH[:1], 2: LUNCH[:1]}, "seg, 8h–12h; qua, 8h–12h", "Mon, 8:00–12:00; Wed, 8:00–12:00", None),
        ({}, "fechado", "closed", "cerrado"),
    ],
)
def test_hours_read_as_people_write_them(hours: Hours, portuguese: str, english: str, spanish: str | None) -> None:
    assert hours_in_words(hours, "pt-br") == portuguese
    assert hours_in_words(hours, "en") == english
    if spanish:
        assert hours_in_words(hours, "es") == spanish


def test_an_unknown_language_reads_portuguese() -> None:
    assert hours_in_words(WEEK, "de") == "seg–sex, 8h–18h"


def test_neighbouring_days_with_equal_hours_stand_together_and_touching_intervals_are_one() -> None:
    parts = {**WEEK, 2: ((time(8), time(12)), (time(12), time(18)))}

    assert describe_hours(parts) == [OpenDays(0, 4, ((time(8), time(18)),))]
    assert describe_hours({**WEEK, 2: ()}) == [
        OpenDays(0, 1, ((time(8), time(18)),)),
        OpenDays(3, 4, ((time(8), time(18)),)),
    ]


def test_stored_hours_are_read_back_as_they_were() -> None:
    stored = {"mon": [["08:00", "12:00"], ["13:30", "24:00"]], "sun": [["00:00", "24:00"]]}

    hours = parse_hours(stored)

    assert hours == {0: ((time(8), time(12)), (time(13, 30), time(0))), 6: ((time(0), time(0)),)}
    assert dump_hours(hours) == stored
    assert parse_hours({"0": [("8:00", "12:00")], 1: []}) == {0: ((time(8), time(12)),), 1: ()}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "mon",
        {"monday": []},
        {"7": []},
        {"mon": "08:00"},
        {"mon": [["08:00"]]},
        {"mon": ["08:00", "18:00"]},
        {"mon": [["08:00", "25:00"]]},
        {"mon": [["08:00", "24:30"]]},
        {"mon": [["8h", "18h"]]},
        {"mon": [["18:00", "08:00"]]},
        {"mon": [["08:00", "12:00"], ["11:00", "18:00"]]},
    ],
)
def test_stored_hours_that_make_no_sense_are_refused(value: object) -> None:
    with pytest.raises(ValueError):
        parse_hours(value)
