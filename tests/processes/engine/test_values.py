"""What people type, by type of field: the stored form, or what is wrong with it; and how it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.processes.engine import FIELD_PROBLEMS, FIELD_TYPES, Facts, Value, clean_values, shown_value
from tests.processes.engine.documents import INVOICE_KEY, NOW, said, with_fields

OPTIONS = [{"id": "a", "label": said("Maçã")}, {"id": "b", "label": said("Banana")}, {"id": "c", "label": said("Caju")}]


def _cleaned(declared: dict[str, Any], typed: Any, required: bool = False) -> tuple[Value | None, list[str]]:
    document, dialog = with_fields({"x": declared}, [{"use": "x", "required": required}])
    cleaned = clean_values(document, dialog, {"x": typed}, Facts(), NOW)
    for problem in cleaned.problems:
        assert problem.message
    return cleaned.values.get("x"), [problem.code for problem in cleaned.problems]


CHOICE, MULTIPLE = {"type": "choice", "options": OPTIONS}, {"type": "multiple", "options": OPTIONS}

RIGHT: list[tuple[dict[str, Any], Any, Value]] = [
    ({"type": "text"}, "  duas   palavras\n", "duas palavras"),
    ({"type": "text"}, "x" * 500, "x" * 500),
    ({"type": "text"}, "a\x00b\u202ec", "abc"),
    ({"type": "text"}, ["primeiro", "último"], "último"),
    ({"type": "text", "pattern": "[0-9]{3}"}, "539", "539"),
    ({"type": "text", "min": 3}, "", ""),
    ({"type": "longtext"}, "uma\r\n\r\nduas\x00", "uma\n\nduas"),
    ({"type": "longtext"}, "x" * 20_000, "x" * 20_000),
    ({"type": "number"}, "10", "10"),
    ({"type": "number"}, "010", "10"),
    ({"type": "number"}, "10,5", "10.5"),
    ({"type": "number"}, "10.50", "10.5"),
    ({"type": "number"}, "1.234", "1234"),
    ({"type": "number"}, "1.234,5", "1234.5"),
    ({"type": "number"}, "1,234.5", "1234.5"),
    ({"type": "number"}, "1,234", "1.234"),
    ({"type": "number"}, " -3 ", "-3"),
    ({"type": "number"}, "-0", "0"),
    ({"type": "number"}, "0,000001", "0.000001"),
    ({"type": "number", "decimals": 0}, "3,0", "3"),
    ({"type": "number", "min": 1, "max": 3.5}, "3,5", "3.5"),
    ({"type": "money"}, "R$ 1.234,5", "1234.50"),
    ({"type": "money"}, "0", "0.00"),
    ({"type": "money", "min": -10}, "-3,00", "-3.00"),
    ({"type": "date"}, "2026-11-20", "2026-11-20"),
    ({"type": "date"}, "1/2/2026", "2026-02-01"),
    ({"type": "date", "earliest": "today"}, "20/11/2026", "2026-11-20"),
    ({"type": "time"}, "08:30", "08:30"),
    ({"type": "time"}, "8h05", "08:05"),
    ({"type": "time"}, "23:59:59", "23:59"),
    (CHOICE, "b", "b"),
    (CHOICE, " b ", "b"),
    (MULTIPLE, ["c", "a", "a"], ["a", "c"]),
    (MULTIPLE, "b", ["b"]),
    (MULTIPLE, [], []),
    ({"type": "boolean"}, "on", True),
    ({"type": "boolean"}, "true", True),
    ({"type": "boolean"}, "Sim", True),
    ({"type": "boolean"}, ["", "1"], True),
    ({"type": "boolean"}, "off", False),
    ({"type": "boolean"}, None, False),
    ({"type": "file"}, ["id-1", "id-2", "id-1", ""], ["id-1", "id-2"]),
    ({"type": "email"}, " Marina@ACME.Example ", "Marina@acme.example"),
    ({"type": "phone"}, "(92) 99123-4567", "+5592991234567"),
    ({"type": "cpf"}, "529.982.247-25", "52998224725"),
    ({"type": "cnpj"}, "12.abc.345/01de-35", "12ABC34501DE35"),
    ({"type": "cnpj"}, "00.000.000/0001-91", "00000000000191"),
    ({"type": "cep"}, "69005-010", "69005010"),
    ({"type": "uf"}, "am", "AM"),
    ({"type": "nfe_key"}, " ".join([INVOICE_KEY[:20], INVOICE_KEY[20:]]), INVOICE_KEY),
]


@pytest.mark.parametrize(("declared", "typed", "stored"), RIGHT, ids=range(len(RIGHT)))
def test_what_is_typed_becomes_one_form(declared: dict[str, Any], typed: Any, stored: Value) -> None:
    assert _cleaned(declared, typed) == (stored, [])


@pytest.mark.parametrize(("declared", "typed", "stored"), RIGHT, ids=range(len(RIGHT)))
def test_the_stored_form_is_taken_again_unchanged(declared: dict[str, Any], typed: Any, stored: Value) -> None:
    again = "true" if stored is True else "" if stored is False else stored
    if declared["type"] != "number" or stored != "1.234":  # typed, a dot before three digits groups thousands
        assert _cleaned(declared, again) == (stored, [])


WRONG: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "text"}, "x" * 501, "too_long"),
    ({"type": "text", "max": 3}, "quatro", "too_long"),
    ({"type": "text", "min": 3}, "oi", "too_short"),
    ({"type": "text", "pattern": "[0-9]{3}"}, "5390", "pattern"),
    ({"type": "longtext"}, "x" * 20_001, "too_long"),
    ({"type": "number"}, "dez", "not_a_number"),
    ({"type": "number"}, "1.2.3", "not_a_number"),
    ({"type": "number"}, "1e3", "not_a_number"),
    ({"type": "number"}, "NaN", "not_a_number"),
    ({"type": "number"}, "٣", "not_a_number"),
    ({"type": "number"}, "9" * 16, "not_a_number"),
    ({"type": "number"}, "0,1234567", "too_many_decimals"),
    ({"type": "number", "decimals": 1}, "0,12", "too_many_decimals"),
    ({"type": "number", "decimals": 0}, "1,5", "no_decimals"),
    ({"type": "number", "min": 1}, "0", "too_small"),
    ({"type": "number", "max": 3.5}, "3,6", "too_large"),
    ({"type": "money"}, "muito", "money"),
    ({"type": "money"}, "-1", "too_small"),
    ({"type": "money", "max": 100}, "100,01", "too_large"),
    ({"type": "date"}, "31/02/2026", "not_a_date"),
    ({"type": "date"}, "20/11/26", "not_a_date"),
    ({"type": "date"}, "0001-01-01", "not_a_date"),
    ({"type": "date"}, "amanhã", "not_a_date"),
    ({"type": "date", "earliest": "today"}, "2026-11-19", "too_early"),
    ({"type": "date", "latest": "2026-12-31"}, "2027-01-01", "too_late"),
    ({"type": "time"}, "24:00", "not_a_time"),
    ({"type": "time"}, "8", "not_a_time"),
    (CHOICE, "z", "not_an_option"),
    (CHOICE, "Banana", "not_an_option"),
    (MULTIPLE, ["a", "z"], "not_an_option"),
    ({**MULTIPLE, "max": 1}, ["a", "b"], "too_many_choices"),
    ({**MULTIPLE, "min": 2}, ["a"], "too_few_choices"),
    ({"type": "file", "max": 1}, ["a", "b"], "too_many_files"),
    ({"type": "file", "min": 2}, ["a"], "too_few_files"),
    ({"type": "file"}, [str(number) for number in range(21)], "too_many_files"),
    ({"type": "email"}, "marina@acme", "email"),
    ({"type": "email"}, "marina acme@acme.example", "email"),
    ({"type": "email"}, "a@" + "b" * 250 + ".com", "email"),
    ({"type": "phone"}, "99123-4567", "phone"),
    ({"type": "cpf"}, "529.982.247-26", "cpf"),
    ({"type": "cnpj"}, "12.ABC.345/01DE-36", "cnpj"),
    ({"type": "cep"}, "6900", "cep"),
    ({"type": "uf"}, "XX", "uf"),
    ({"type": "nfe_key"}, INVOICE_KEY[:-1], "nfe_key"),
]


@pytest.mark.parametrize(("declared", "typed", "code"), WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_taken_says_why(declared: dict[str, Any], typed: Any, code: str) -> None:
    value, codes = _cleaned(declared, typed)
    assert codes == [code]
    assert value in ("", [])


@pytest.mark.parametrize("field_type", FIELD_TYPES)
def test_required_fields_must_be_filled(field_type: str) -> None:
    declared: dict[str, Any] = {"type": field_type}
    if field_type in ("choice", "multiple"):
        declared["options"] = OPTIONS
    expected = {"choice": "choose", "multiple": "choose", "boolean": "confirm", "file": "attach"}
    if field_type != "notice":
        nothings: list[Any] = ["", "   ", [], None]
        for nothing in nothings:
            assert _cleaned(declared, nothing, required=True)[1] == [expected.get(field_type, "required")]


@pytest.mark.parametrize(
    "junk", [0, 1.5, {"a": 1}, [[]], [None], b"x", object, "\ud800", "x" * 100_000, [1, 2]], ids=repr
)
@pytest.mark.parametrize("field_type", FIELD_TYPES)
def test_nothing_that_comes_in_breaks(field_type: str, junk: Any) -> None:
    declared: dict[str, Any] = {"type": field_type}
    if field_type in ("choice", "multiple"):
        declared["options"] = OPTIONS
    _cleaned(declared, junk, required=field_type != "notice")


SHOWN: list[tuple[dict[str, Any], Value, tuple[str, str]]] = [
    ({"type": "text"}, "Oi", ("Oi", "Oi")),
    ({"type": "text"}, "", ("", "")),
    ({"type": "number"}, "1234.5", ("1234,5", "1234.5")),
    ({"type": "money"}, "1234.50", ("R$\u00a01.234,50", "R$\u00a01,234.50")),
    ({"type": "date"}, "2026-11-20", ("20/11/2026", "2026-11-20")),
    ({"type": "boolean"}, True, ("Sim", "Yes")),
    ({"type": "boolean"}, False, ("Não", "No")),
    (CHOICE, "a", ("Maçã", "Maçã (en)")),
    (CHOICE, "gone", ("gone", "gone")),
    (MULTIPLE, ["a", "b"], ("Maçã, Banana", "Maçã (en), Banana (en)")),
    ({"type": "cpf"}, "52998224725", ("529.982.247-25", "529.982.247-25")),
    ({"type": "cnpj"}, "12ABC34501DE35", ("12.ABC.345/01DE-35", "12.ABC.345/01DE-35")),
    ({"type": "cep"}, "69005010", ("69005-010", "69005-010")),
    ({"type": "phone"}, "+5592991234567", ("+55 (92) 99123-4567", "+55 (92) 99123-4567")),
]


@pytest.mark.parametrize(("declared", "value", "shown"), SHOWN, ids=range(len(SHOWN)))
def test_values_are_shown_as_people_write_them(declared: dict[str, Any], value: Value, shown: tuple[str, str]) -> None:
    document, _ = with_fields({"x": declared}, [])
    assert tuple(shown_value(document.fields["x"], value, language) for language in ("pt-br", "en")) == shown


def test_every_problem_can_be_put_into_words() -> None:
    seen = {code for _, _, code in WRONG} | {"required", "choose", "confirm", "attach", "own", "city", "person"}
    assert set(FIELD_PROBLEMS) == seen
