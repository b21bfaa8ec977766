"""Conditions: what they mean, what is refused when a document is saved, what a page can evaluate itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balcao.processes.engine import Condition, EngineError, Facts, TicketFacts, Value, show_rule
from balcao.processes.engine.conditions import Environment, Scope, check_condition, compiled, holds, never_true, verdict
from balcao.processes.engine.errors import ConditionInvalid
from tests.processes.engine.documents import NOW, invoice, with_fields

DOCUMENT, _ = with_fields(
    {
        "texto": {"type": "text"},
        "quantidade": {"type": "number"},
        "valor": {"type": "money"},
        "dia": {"type": "date"},
        "aceite": {"type": "boolean"},
        "motivo": {"type": "choice", "options": [{"id": "erro", "label": "Erro"}, {"id": "outro", "label": "Outro"}]},
        "itens": {"type": "multiple", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
        "anexo": {"type": "file"},
        "aviso": {"type": "notice"},
    },
    [],
)
ENVIRONMENT = Environment(DOCUMENT.fields)
FILLED: dict[str, Value] = {
    "texto": "Ação 204",
    "quantidade": "3",
    "valor": "1234.50",
    "dia": "2026-11-20",
    "aceite": True,
    "motivo": "erro",
    "itens": ["a"],
    "anexo": ["x"],
}
FACTS = Facts(
    ticket=TicketFacts(number="10482", state="novo", state_kind="new", priority=4, opened_at=NOW - timedelta(hours=30))
)


def _holds(source: str, values: dict[str, Value]) -> bool:
    check_condition(source, ENVIRONMENT)
    return holds(Condition(source), Scope(DOCUMENT.fields, values, FACTS, NOW))


@pytest.mark.parametrize(
    ("source", "filled", "empty"),
    [
        ('fields.motivo == "erro"', True, False),
        ('fields.motivo == ""', False, True),
        ('fields["motivo"] != "erro"', False, True),
        ('fields.motivo == "erro" && ticket.priority >= 3', True, False),
        ('fields.motivo == "outro" || filled.texto', True, False),
        ('fields.motivo in ["erro", "outro"]', True, False),
        ("fields.quantidade > 2", True, False),
        ("fields.quantidade == 3", True, False),
        ("fields.quantidade == 3.0", True, False),
        ("fields.quantidade in [1, 2, 3]", True, False),
        ("filled.quantidade && fields.quantidade < 1", False, False),
        ("fields.valor >= 1234.5", True, False),
        ("fields.valor * 2.0 > 2000", True, False),
        ("-fields.quantidade < -1", True, False),
        ('fields.dia == "2026-11-20"', True, False),
        ('fields.dia != "" && fields.dia <= today', True, False),
        ("fields.aceite", True, False),
        ("!fields.aceite", False, True),
        ('"a" in fields.itens', True, False),
        ("size(fields.itens) == 0", False, True),
        ("fields.anexo.size() > 0", True, False),
        ('fields.itens.exists(um, um == "b")', False, False),
        ('fields.itens.all(um, um == "a")', True, True),
        ('fields.texto.contains("204")', True, False),
        ('lower(fields.texto).startsWith("ação")', True, False),
        ('fields.texto.endsWith("204")', True, False),
        ('fields.texto.matches("^A.+[0-9]{3}$")', True, False),
        ('fields.texto + "!" == "Ação 204!"', True, False),
        ('fields.aceite ? ticket.priority == 4 : ticket.state == "novo"', True, True),
        ('ticket.state_kind == "new"', True, True),
        ('now - ticket.opened_at > duration("24h")', True, True),
        ('now > timestamp("2026-11-20T00:00:00-03:00")', True, True),
        ("today == '2026-11-20'", True, True),
        ('ticket.number == "10482" // o do exemplo', True, True),
        ("requester.is_manager", False, False),
        ('"\\u00e7\\n\\"" != ""', True, True),
    ],
)
def test_conditions_see_filled_fields_and_typed_empties(source: str, filled: bool, empty: bool) -> None:
    assert (_holds(source, FILLED), _holds(source, {})) == (filled, empty)


def test_the_day_is_the_one_of_the_zone() -> None:
    scope = Scope(DOCUMENT.fields, {}, replace(FACTS, zone="Asia/Tokyo"), NOW)
    assert holds(Condition('today == "2026-11-21"'), scope)


def test_a_value_of_another_type_counts_as_not_filled() -> None:
    assert not _holds("fields.aceite", {"aceite": "sim"})
    assert not _holds("fields.quantidade > 0", {"quantidade": ["9"]})


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        ("", "condition_syntax", 1),
        ("fields.motivo ==", "condition_syntax", 17),
        ('fields.motivo = "erro"', "condition_syntax", 15),
        ("fields.aceite & fields.aceite", "condition_syntax", 15),
        ("fields.aceite and true", "condition_unexpected", 15),
        ('fields.texto == "aberto', "condition_syntax", 17),
        ('fields.texto == "\\d"', "condition_syntax", 17),
        ('fields.texto == "\\ud800"', "condition_syntax", 17),
        ("(fields.aceite", "condition_missing", 15),
        ("fields.aceite)", "condition_unexpected", 14),
        ("fields.", "condition_syntax", 8),
        ("fields[texto]", "condition_syntax", 8),
        ("99999999999999999 == 1", "condition_syntax", 1),
        ("fields.aceite # sim", "condition_unexpected", 15),
        ('r"x" == "x"', "condition_unexpected", 2),
        ("{'a': 1} == {'a': 1}", "condition_unexpected", 1),
        ("campos.motivo == 'erro'", "condition_name", 1),
        ("null == null", "condition_name", 1),
        ("fields", "condition_field", 1),
        ("fields.motvo == 'erro'", "condition_field", 8),
        ("fields.aviso == ''", "condition_field", 8),
        ("ticket.prioridade > 1", "condition_field", 8),
        ("ticket.number.size == 1", "condition_field", 15),
        ("now.year == 2026", "condition_name", 1),
        ("fields.quantidade == '3'", "condition_types", 19),
        ("fields.texto > 3", "condition_types", 14),
        ("fields.motivo < 'erro'", "condition_types", 15),
        ("fields.aceite == 'sim'", "condition_types", 15),
        ("'a' in fields.texto", "condition_types", 5),
        ("fields.quantidade + 1 > 2", "condition_types", 19),
        ("ticket.priority / 2 > 1", "condition_types", 17),
        ("now == today", "condition_types", 5),
        ("fields.itens == 'a'", "condition_types", 14),
        ("true ? 1 : 'a'", "condition_types", 6),
        ("fields.texto", "condition_type", 8),
        ("ticket.priority", "condition_type", 8),
        ("!fields.texto", "condition_type", 1),
        ("-fields.texto == 'a'", "condition_type", 1),
        ("fields.aceite && fields.texto", "condition_type", 25),
        ("fields.texto ? true : false", "condition_type", 8),
        ("'a' in ['a', 1]", "condition_type", 14),
        ("fields.motivo == 'eror'", "condition_option", 18),
        ("fields.motivo in ['erro', 'eror']", "condition_option", 27),
        ("'c' in fields.itens", "condition_option", 1),
        ("fields.itens.exists(um, um == 'c')", "condition_option", 31),
        ("ticket.state_kind == 'aberto'", "condition_option", 22),
        ("open('x')", "condition_function", 1),
        ("fields.texto.upper() == 'A'", "condition_function", 14),
        ("has(fields.texto)", "condition_function", 1),
        ("size(fields.texto) > 1", "condition_arguments", 1),
        ("fields.texto.contains(1)", "condition_arguments", 14),
        ("fields.texto.contains()", "condition_arguments", 14),
        ("fields.texto.matches('[')", "condition_arguments", 14),
        ("fields.texto.matches(fields.texto)", "condition_arguments", 14),
        ("now - now > duration('1 day')", "condition_arguments", 13),
        ("now > timestamp('amanhã')", "condition_arguments", 7),
        ("now > timestamp('2026-11-20T10:00:00')", "condition_arguments", 7),
        ("fields.itens.exists(um, um)", "condition_arguments", 14),
        ("fields.itens.exists(fields, true)", "condition_arguments", 14),
        ("fields.itens.all(a, fields.itens.all(b, a == b))", "condition_arguments", 34),
        ("(" * 30 + "true" + ")" * 30, "condition_too_deep", 25),
        ("!" * 30 + "true", "condition_too_deep", 24),
        (" && ".join(["true"] * 120), "condition_too_deep", 798),
        ("true" + " " * 2_000, "condition_too_long", 1),
        ("fields.texto == 'a' || " * 4_500 + "true", "condition_too_long", 1),
        ("(" * 50_000 + "true" + ")" * 50_000, "condition_too_long", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_position(source: str, code: str, position: int) -> None:
    with pytest.raises(ConditionInvalid) as refused:
        check_condition(source, ENVIRONMENT)
    assert (refused.value.code, refused.value.position) == (code, position)


def test_a_condition_that_fails_at_work_is_an_error_of_the_engine_with_its_place() -> None:
    scope = Scope(DOCUMENT.fields, {}, FACTS, NOW)
    for source in ("fields.sumiu == 1", "1 + 1", "9007199254740992 * 9007199254740992 > 1", "fields. == 1"):
        with pytest.raises(EngineError) as failed:
            holds(Condition(source, "activities.a.transitions[0].when"), scope)
        assert failed.value.path == "activities.a.transitions[0].when"


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('fields.motivo == "erro"', ["==", ["field", "motivo"], ["value", "erro"]]),
        ('"erro" != fields.motivo', ["!=", ["value", "erro"], ["field", "motivo"]]),
        ('fields.motivo in ["a", "b"]', ["in", ["field", "motivo"], ["value", ["a", "b"]]]),
        ('"a" in fields.itens', ["in", ["value", "a"], ["field", "itens"]]),
        ("fields.aceite && !filled.texto", ["and", ["field", "aceite"], ["not", ["filled", "texto"]]]),
        ('filled.dia || fields["texto"] == ""', ["or", ["filled", "dia"], ["==", ["field", "texto"], ["value", ""]]]),
        ("true", ["value", True]),
        ("fields.quantidade > 3", None),
        ("fields.quantidade == 3", None),
        ('ticket.state == "novo"', None),
        ('fields.texto.contains("x")', None),
        ("fields.aceite ? true : false", None),
        ("fields.", None),
        (None, None),
    ],
)
def test_simple_conditions_become_rules_for_the_page(source: str | None, rule: object) -> None:
    assert show_rule(source) == rule


def test_values_that_a_ticket_has_are_put_into_the_rule() -> None:
    rule = show_rule(Condition('fields.motivo == "erro" && filled.texto'), {"motivo": "outro", "texto": ""})
    assert rule == ["and", ["==", ["value", "outro"], ["value", "erro"]], ["value", False]]


@pytest.mark.parametrize(
    ("source", "same", "never"),
    [
        ("true", True, False),
        ("false", False, True),
        ("!true || 1 == 2", False, True),
        ("fields.aceite || true", True, False),
        ("fields.aceite && false", False, True),
        ("fields.aceite", None, False),
        ("!fields.aceite", None, False),
        ("fields.aceite && true", None, False),
        ('fields.motivo == "erro" && fields.motivo == "outro"', None, True),
        ('fields.motivo == "erro" && (fields.aceite && "outro" == fields.motivo)', None, True),
        ('fields.motivo == "erro" || fields.motivo == "outro"', None, False),
        ('fields.motivo == "erro" && fields.texto == "outro"', None, False),
    ],
)
def test_conditions_that_are_none_are_recognised(source: str, same: bool | None, never: bool) -> None:
    tree = compiled(source).tree
    assert (verdict(tree), never_true(tree)) == (same, never)


def test_each_condition_is_compiled_once() -> None:
    source = 'fields.motivo == "compilada uma vez"'
    assert compiled(source) is compiled(source)
    assert compiled(source).names == frozenset({("fields", "motivo")})


def test_conditions_of_the_invoice_process_hold_as_the_document_says() -> None:
    document = invoice()
    when = document.activities["triagem"].transitions[0].when
    for values, expected in (
        ({"motivo": "imposto", "valor": "10000.00"}, True),
        ({"motivo": "imposto", "valor": "9999.99"}, False),
        ({"motivo": "imposto"}, False),
        ({"motivo": "outro", "valor": "10000.00"}, False),
    ):
        assert holds(when, Scope(document.fields, dict(values), Facts(), NOW)) is expected
