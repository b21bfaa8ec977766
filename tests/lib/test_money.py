from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.lib.documents import InvalidDocument, format_money, parse_money
from balcao.lib.documents.money import LARGEST


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("R$ 1.234,56", "1234.56"),
        ("R$\u00a01.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("0,5", "0.50"),
        ("10", "10"),
        ("-10,00", "-10"),
        ("R$ -10", "-10"),
        ("-R$ 10", "-10"),
        ("-0", "0"),
        ("007,50", "7.50"),
    ],
)
def test_amounts_as_people_type_them(typed: str, amount: str) -> None:
    parsed = parse_money(typed)

    assert parsed == Decimal(amount)
    assert parsed.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "R$",
        "-",
        "1,234",
        "0.123",
        "1.",
        "1,",
        ",5",
        "1.23.4",
        "1234.567",
        "12.34,5",
        "1,2,3",
        "1.234.56",
        "--1",
        "10²",
        "-R$ -1",
        "1e5",
        "US$ 10",
        "dez",
        "NaN",
        "1 real",
        "10000000000000",
        "9" * 150,
    ],
)
def test_what_nobody_can_know_the_meaning_of_is_refused(typed: str) -> None:
    with pytest.raises(InvalidDocument):
        parse_money(typed)


@given(st.decimals(-LARGEST, LARGEST, places=2))
def test_what_is_shown_is_read_back(amount: Decimal) -> None:
    assert parse_money(format_money(amount)) == amount
    assert parse_money(format_money(amount, "en")) == amount


def test_amounts_are_shown_as_the_language_writes_them() -> None:
    assert format_money("1234.5") == "R$\u00a01.234,50"
    assert format_money(Decimal("-1234.5")) == "-R$\u00a01.234,50"
    assert format_money("1234.5", "en") == "R$\u00a01,234.50"


@given(st.one_of(st.text(), st.decimals()))
def test_showing_never_fails(stored: str | Decimal) -> None:
    assert len(format_money(stored)) < 10_000
