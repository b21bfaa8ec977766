"""Times in words, in the three languages and in the reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from balcao.ui import times

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=BRASILIA)
"""A Tuesday."""

LANGUAGES = ("pt-br", "en", "es")


def in_each(make: object) -> tuple[str, ...]:
    assert callable(make)
    spoken = []
    for language in LANGUAGES:
        with translation.override(language), timezone.override(BRASILIA):
            spoken.append(str(make()))
    return tuple(spoken)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NOW - timedelta(seconds=20), ("agora", "now", "ahora")),
        (NOW - timedelta(minutes=1), ("há 1 min", "1 min ago", "hace 1 min")),
        (NOW - timedelta(minutes=59), ("há 59 min", "59 min ago", "hace 59 min")),
        (NOW - timedelta(hours=3, minutes=40), ("há 3 h", "3 h ago", "hace 3 h")),
        (datetime(2026, 11, 23, 16, 20, tzinfo=BRASILIA), ("ontem, 16:20", "yesterday, 16:20", "ayer, 16:20")),
        (datetime(2026, 11, 19, 9, 0, tzinfo=BRASILIA), ("qui, 19/11", "Thu, 19 Nov", "jue, 19/11")),
        (datetime(2025, 11, 19, 9, 0, tzinfo=BRASILIA), ("19/11/2025", "19 Nov 2025", "19/11/2025")),
        (datetime(2026, 11, 24, 17, 40, tzinfo=BRASILIA), ("hoje, 17:40", "today, 17:40", "hoy, 17:40")),
    ],
)
def test_an_instant_is_told_by_its_distance(value: datetime, words: tuple[str, ...]) -> None:
    assert in_each(lambda: times.relative(value, NOW)) == words


def test_yesterday_is_the_readers_yesterday_not_the_servers() -> None:
    just_after_midnight_in_utc = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    with translation.override("pt-br"), timezone.override("America/Manaus"):
        assert times.relative(just_after_midnight_in_utc, NOW) == "ontem, 21:00"
    with translation.override("pt-br"), timezone.override("Asia/Tokyo"):
        assert times.relative(just_after_midnight_in_utc, NOW.astimezone(UTC)) == "ontem, 10:00"


def test_minutes_stay_minutes_across_midnight_and_hours_become_yesterday() -> None:
    now = datetime(2026, 11, 24, 0, 20, tzinfo=BRASILIA)
    with translation.override("pt-br"), timezone.override(BRASILIA):
        assert times.relative(now - timedelta(minutes=50), now) == "há 50 min"
        assert times.relative(now - timedelta(minutes=80), now) == "ontem, 23:00"


def test_the_title_is_absolute() -> None:
    value = datetime(2026, 11, 23, 10, 12, tzinfo=BRASILIA)
    assert in_each(lambda: times.absolute(value)) == (
        "seg, 23/11/2026, 10:12",
        "Mon, 23 Nov 2026, 10:12",
        "lun, 23/11/2026, 10:12",
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            datetime(2026, 11, 24, 8, 0, tzinfo=BRASILIA),
            ("Hoje, terça, 24/11", "Today, Tuesday, 24 Nov", "Hoy, martes, 24/11"),
        ),
        (
            datetime(2026, 11, 23, 8, 0, tzinfo=BRASILIA),
            ("Ontem, segunda, 23/11", "Yesterday, Monday, 23 Nov", "Ayer, lunes, 23/11"),
        ),
        (datetime(2026, 11, 20, 8, 0, tzinfo=BRASILIA), ("Sexta, 20/11", "Friday, 20 Nov", "Viernes, 20/11")),
        (
            datetime(2025, 12, 30, 8, 0, tzinfo=BRASILIA),
            ("Terça, 30/12/2025", "Tuesday, 30 Dec 2025", "Martes, 30/12/2025"),
        ),
    ],
)
def test_days_head_the_conversation(value: datetime, words: tuple[str, ...]) -> None:
    assert in_each(lambda: times.day_heading(value, NOW)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            datetime(2026, 11, 24, 17, 40, tzinfo=BRASILIA),
            ("hoje até 17:40", "today until 17:40", "hoy hasta las 17:40"),
        ),
        (datetime(2026, 11, 25, 10, 0, tzinfo=BRASILIA), ("amanhã, 10:00", "tomorrow, 10:00", "mañana, 10:00")),
        (
            datetime(2026, 11, 30, 10, 0, tzinfo=BRASILIA),
            ("seg, 30/11, 10:00", "Mon, 30 Nov, 10:00", "lun, 30/11, 10:00"),
        ),
    ],
)
def test_a_promise_names_day_and_hour(value: datetime, words: tuple[str, ...]) -> None:
    assert in_each(lambda: times.due(value, NOW, "America/Sao_Paulo")) == words


def test_a_promise_names_the_zone_only_where_the_clocks_differ() -> None:
    value = datetime(2026, 11, 24, 17, 40, tzinfo=BRASILIA)
    with translation.override("pt-br"):
        with timezone.override("America/Manaus"):
            assert times.due(value, NOW, "America/Sao_Paulo") == "hoje até 16:40 (Manaus)"
        with timezone.override("America/Bahia"):
            assert times.due(value, NOW, "America/Sao_Paulo") == "hoje até 17:40"
        with timezone.override("America/Sao_Paulo"):
            assert times.due(value, NOW, "America/Manaus") == "hoje até 17:40 (Brasília)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NOW + timedelta(minutes=40), ("vence em 40\xa0min", "due in 40\xa0min", "vence en 40\xa0min")),
        (NOW + timedelta(hours=3, minutes=10), ("vence em 3h10", "due in 3h10", "vence en 3h10")),
        (datetime(2026, 11, 24, 23, 0, tzinfo=BRASILIA), ("vence hoje 23:00", "due today 23:00", "vence hoy 23:00")),
        (
            datetime(2026, 11, 25, 10, 0, tzinfo=BRASILIA),
            ("vence amanhã 10:00", "due tomorrow 10:00", "vence mañana 10:00"),
        ),
        (datetime(2026, 11, 26, 12, 0, tzinfo=BRASILIA), ("vence qui 12:00", "due Thu 12:00", "vence jue 12:00")),
        (datetime(2026, 12, 4, 12, 0, tzinfo=BRASILIA), ("vence 04/12 12:00", "due 4 Dec 12:00", "vence 04/12 12:00")),
        (NOW - timedelta(hours=2), ("vencido há 2h", "overdue by 2h", "vencido hace 2h")),
        (NOW - timedelta(days=3), ("vencido há 3\xa0d", "overdue by 3\xa0d", "vencido hace 3\xa0d")),
    ],
)
def test_the_desk_reads_what_is_left_of_a_promise(value: datetime, words: tuple[str, ...]) -> None:
    assert in_each(lambda: times.promise_left(value, NOW)) == words
