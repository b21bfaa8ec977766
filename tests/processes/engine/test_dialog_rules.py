"""What a dialog asks for depends on what is known: read-only fields, defaults from facts, rules with own words."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.processes.engine import (
    Facts,
    OrganizationFacts,
    Permission,
    RequesterFacts,
    Value,
    clean_values,
    initial_values,
    parse,
)
from tests.processes.engine.documents import NOW, everything, problems_of, said, small, text_of, with_fields

FACTS = Facts(
    requester=RequesterFacts(email="marina@acme.example"),
    organization=OrganizationFacts(name="ACME", cnpj="11222333000181"),
)


def asked(
    fields: dict[str, Any], uses: list[Any], raw: dict[str, Any], **stored: Value
) -> tuple[dict[str, Value], list[str]]:
    document, dialog = with_fields(fields, uses)
    cleaned = clean_values(document, dialog, raw, FACTS, NOW, stored=stored)
    return cleaned.values, [problem.code for problem in cleaned.problems]


def test_a_read_only_field_keeps_what_it_had_whatever_was_sent() -> None:
    fields = {"nota": {"type": "text"}, "cnpj": {"type": "cnpj"}}
    uses = [
        {"use": "nota", "read_only": True},
        {"use": "cnpj", "read_only": True, "default": {"from": "organization.cnpj"}},
    ]
    values, problems = asked(fields, uses, {"nota": "outra", "cnpj": "x"}, nota="3512")
    assert values == {"nota": "3512", "cnpj": "11222333000181"}
    assert problems == []


def test_a_field_begins_with_what_is_known_of_the_requester() -> None:
    document, dialog = with_fields(
        {"email": {"type": "email"}}, [{"use": "email", "default": {"from": "requester.email"}}]
    )
    assert initial_values(document, dialog, FACTS, NOW) == {"email": "marina@acme.example"}
    assert initial_values(document, dialog, Facts(), NOW) == {"email": ""}


def test_a_field_is_required_only_when_its_condition_holds() -> None:
    fields = {"tipo": {"type": "text"}, "motivo": {"type": "text"}}
    uses = [{"use": "tipo"}, {"use": "motivo", "required_when": 'fields.tipo == "outro"'}]
    assert asked(fields, uses, {"tipo": "outro"})[1] == ["required"]
    assert asked(fields, uses, {"tipo": "outro", "motivo": "x"})[1] == []
    assert asked(fields, uses, {"tipo": "erro"})[1] == []


def test_the_first_rule_that_does_not_hold_says_its_own_words() -> None:
    fields = {"de": {"type": "date"}, "ate": {"type": "date"}}
    rule = {"when": "fields.de <= fields.ate", "message": said("O fim vem depois do começo.")}
    document, dialog = with_fields(fields, [{"use": "de", "valid_when": rule}, {"use": "ate"}])
    wrong = clean_values(document, dialog, {"de": "2026-12-02", "ate": "2026-12-01"}, FACTS, NOW)
    assert [(problem.field, problem.code, problem.texts) for problem in wrong.problems] == [
        ("de", "own", said("O fim vem depois do começo."))
    ]
    assert wrong.problems[0].message == "O fim vem depois do começo."
    assert clean_values(document, dialog, {"de": "2026-12-01", "ate": "2026-12-01"}, FACTS, NOW).problems == ()
    assert clean_values(document, dialog, {"ate": "2026-12-01"}, FACTS, NOW).problems == ()


@pytest.mark.parametrize("name", ["Manaus", "São João del-Rei", "Embu-Guaçu", "Sant'Ana do Livramento", "Açu"])
@pytest.mark.parametrize("typed", ["{}/AM", " {} / am ", "{} - AM", "{} – AM", "{}, AM", "{} (AM)"])
def test_a_city_is_its_name_and_one_of_the_states(name: str, typed: str) -> None:
    sent = {"cidade": typed.format(name)}
    assert asked({"cidade": {"type": "city"}}, [{"use": "cidade"}], sent) == ({"cidade": f"{name}/AM"}, [])


@pytest.mark.parametrize(
    "name",
    [
        "12/AM",
        "a/AM",
        "<b>/AM",
        f"{'x' * 121}/AM",
        "Manaus\x00;/AM",
        "Manaus",
        "/AM",
        "Manaus/XX",
        "Manaus/AM/SP",
        "a" * 9_000,
    ],
)
def test_what_is_no_city_of_a_state_is_refused(name: str) -> None:
    _values, problems = asked({"cidade": {"type": "city"}}, [{"use": "cidade"}], {"cidade": name})
    assert problems in (["city"], ["too_long"])


def test_a_dialog_says_who_may_send_it_and_under_which_headings_its_fields_stand() -> None:
    document = parse(text_of(everything()))
    assert document.dialogs["concluir"].permission == Permission("manager", "assign")
    assert document.dialogs["abrir"].permission == Permission("anyone", "write")
    assert document.dialogs["concluir"].is_one_click
    assert [(use.field, use.section) for use in document.dialogs["abrir"].fields] == [
        ("subject", None),
        ("email", said("Quem")),
        ("motivo", said("Quem")),
        ("pessoa", said("Quem")),
        ("vezes", said("Quanto")),
    ]


@pytest.mark.parametrize(
    ("use", "problem"),
    [
        ({"use": "motivo", "read_only": True, "required": True}, "read_only_required"),
        ({"use": "motivo", "default": {"from": "requester.password"}}, "not_one_of"),
        ({"use": "motivo", "required_when": "fields.depois == 'x'"}, "condition_field"),
        ({"use": "motivo", "required_when": "fields.motivo == 'x'"}, "later_field"),
        ({"use": "motivo", "valid_when": {"when": "1 == 1"}}, "missing"),
        ({"use": "motivo", "valid_when": {"when": "fields.motivo > 3", "message": "x"}}, "condition_types"),
    ],
)
def test_exactly_what_is_wrong_with_a_field_of_a_dialog_is_told(use: dict[str, Any], problem: str) -> None:
    document = small()
    document["dialogs"]["abrir"]["fields"] = [use]
    assert [code for _path, code in problems_of(text_of(document))] == [problem]
