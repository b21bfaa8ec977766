from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.lib.natural_dates import understood

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
"""A Tuesday, 14:30 in Brasília."""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("amanhã 9h", "2026-11-25 09:00"),
        ("amanhã", "2026-11-25 09:00"),
        ("Amanhã às 14h30", "2026-11-25 14:30"),
        ("hoje 18h", "2026-11-24 18:00"),
        ("depois de amanhã 8:15", "2026-11-26 08:15"),
        ("segunda", "2026-11-30 09:00"),
        ("terça", "2026-12-01 09:00"),
        ("sexta-feira 10h", "2026-11-27 10:00"),
        ("semana que vem", "2026-11-30 09:00"),
        ("em 2 horas", "2026-11-24 16:30"),
        ("daqui a 45 min", "2026-11-24 15:15"),
        ("em 3 dias", "2026-11-27 09:00"),
        ("em 2 semanas 16h", "2026-12-08 16:00"),
        ("25/11 14:30", "2026-11-25 14:30"),
        ("03/01", "2027-01-03 09:00"),
        ("05/12/2026 7h", "2026-12-05 07:00"),
        ("2026-11-26T11:45", "2026-11-26 11:45"),
        ("9h", "2026-11-25 09:00"),
        ("16h", "2026-11-24 16:00"),
        ("tomorrow 9am", "2026-11-25 09:00"),
        ("next week", "2026-11-30 09:00"),
        ("friday 4:30 pm", "2026-11-27 16:30"),
        ("in 2 hours", "2026-11-24 16:30"),
        ("mañana 10h", "2026-11-25 10:00"),
        ("pasado mañana", "2026-11-26 09:00"),
        ("miércoles 15:00", "2026-11-25 15:00"),
        ("viernes", "2026-11-27 09:00"),
    ],
)
def test_what_people_type_is_a_moment(text: str, meant: str) -> None:
    found = understood(text, now=NOW, zone=BRASILIA)
    assert found is not None
    assert found.astimezone(BRASILIA).strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize("text", ["", "quando der", "hoje 9h", "31/02", "25h", "amanhã 30:00", "01/01/2020", "99/99"])
def test_what_is_no_moment_or_has_passed_is_none(text: str) -> None:
    assert understood(text, now=NOW, zone=BRASILIA) is None


@given(st.text(max_size=60))
def test_any_text_is_a_moment_to_come_or_none(text: str) -> None:
    found = understood(text, now=NOW, zone=BRASILIA)
    assert found is None or found > NOW
