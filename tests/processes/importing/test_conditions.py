"""Transition conditions come over with their meaning."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes.importing.files import condition, first_condition, match, with_condition


def linked(linking: str, *groups: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    conditions = {str(index): {"Type": kind, "Fields": fields} for index, (kind, fields) in enumerate(groups)}
    return {"Config": {"Condition": conditions, "ConditionLinking": linking}}


A, B = {"DynamicField_A": match("x")}, {"DynamicField_B": match("y")}
IS_A, IS_B = 'znuny.string(fields.a, "x")', 'znuny.string(fields.b, "y")'


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("String", 'znuny.string(fields.a, "x")'),
        ("Regexp", 'znuny.regexp(fields.a, "x")'),
        ("Equal", 'znuny.equal(fields.a, "x")'),
        ("NotEqual", 'znuny.not_equal(fields.a, "x")'),
        ("Contains", 'znuny.contains(fields.a, "x")'),
        ("NotContains", 'znuny.not_contains(fields.a, "x")'),
        ("GreaterThan", 'znuny.greater_than(fields.a, "x")'),
        ("GreaterThanOrEqual", 'znuny.greater_or_equal(fields.a, "x")'),
        ("LessThan", 'znuny.less_than(fields.a, "x")'),
        ("LessThanOrEqual", 'znuny.less_or_equal(fields.a, "x")'),
    ],
)
def test_every_comparison_has_its_function(kind: str, written: str) -> None:
    assert first_condition(condition({"DynamicField_A": match("x", kind)})) == written


@pytest.mark.parametrize(
    ("transition", "written"),
    [
        (linked("and", ("and", A | B), ("or", A)), f"{IS_A} && {IS_B} && {IS_A}"),
        (linked("and", ("or", A | B), ("and", A)), f"({IS_A} || {IS_B}) && {IS_A}"),
        (linked("or", ("and", A | B), ("and", A)), f"({IS_A} && {IS_B}) || {IS_A}"),
        (linked("xor", ("and", A), ("and", B)), f"znuny.one([{IS_A}, {IS_B}])"),
        (linked("and", ("xor", A | B)), f"znuny.one([{IS_A}, {IS_B}])"),
        # There, a condition of “or” is never counted under “xor”.
        (linked("xor", ("or", A), ("and", B)), IS_B),
        # The older ways of writing it down.
        (
            {"Config": {"Condition": {"Type": "or", "Cond1": {"Fields": A}, "Cond2": {"Fields": B}}}},
            f"{IS_A} || {IS_B}",
        ),
        ({"Condition": {"Cond1": {"Fields": {"DynamicField_A": "x"}}}}, IS_A),
        (condition({"DynamicField_A": ["x", "z"]}), 'znuny.array(fields.a, ["x", "z"])'),
    ],
)
def test_links(transition: dict[str, Any], written: str) -> None:
    assert first_condition(transition) == written


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("State", "new", 'znuny.string(ticket.state, "novo")'),
        ("State", "Closed Successful", 'znuny.string(ticket.state, "closed-successful")'),
        ("StateID", "2", 'znuny.string(ticket.state, "closed-successful")'),
        ("Queue", "Serviço::TI", 'znuny.string(ticket.queue, "servico-ti")'),
        ("Priority", "5 very high", 'znuny.string(znuny.priority(ticket.priority), "5 very high")'),
        ("PriorityID", "5", 'znuny.string(ticket.priority, "5")'),
        ("Owner", "ana", 'znuny.string(ticket.owner, "ana")'),
        ("CustomerID", "acme", 'znuny.string(organization.slug, "acme")'),
        ("CustomerUserID", "marina", 'znuny.string(requester.login, "marina")'),
        ("Type", "Incidente", 'znuny.string(fields.ticket_type, "Incidente")'),
        ("Lock", "lock", 'znuny.string(fields.ticket_lock, "lock")'),
        ("Title", 'Um "livro"\n\\', 'znuny.string(ticket.subject, "Um \\"livro\\"\\n\\\\")'),
    ],
)
def test_attributes_of_the_ticket(name: str, value: str, written: str) -> None:
    assert first_condition(condition({name: match(value)})) == written


def test_patterns_see_the_names_that_states_had_there() -> None:
    written = first_condition(condition({"State": match("^(new|open)$", "Regexp"), "StateID": match("1")}))
    names = '["closed-successful=closed successful", "novo=new"]'
    assert f'znuny.regexp(znuny.named(ticket.state, {names}), "^(new|open)$")' in written


def test_a_match_may_be_another_field() -> None:
    fields = {"DynamicField_A": match("<OTRS_TICKET_DynamicField_B>", "Equal")}
    assert first_condition(condition(fields)) == 'znuny.equal(fields.a, (fields.b == "" ? "-" : fields.b))'


@pytest.mark.parametrize(
    "transition",
    [
        condition({"asdf": match("asdf")}),
        condition({"DynamicField_A": match("Kernel::X", "Module")}),
        condition({"DynamicField_A": match("", "String")}),
        condition({"DynamicField_A": match("(?=a)b", "Regexp")}),
        condition({"DynamicField_A": match("a++", "Regexp")}),
        condition({"DynamicField_A": match("x", "Nonsense")}),
        condition({"DynamicField_A": match("x")}, linking="nand"),
        condition({"DynamicField_A": match("x")}, kind="nand"),
        condition({}),
        {"Config": {"Condition": {}}},
        {"Config": "?"},
    ],
)
def test_what_cannot_be_said_here_is_never_true_and_told_and_kept(transition: dict[str, Any]) -> None:
    imported = with_condition(transition)
    when = imported.document.activities["registrar"].transitions[0].when
    assert when is not None
    assert when.source == "false"
    assert [line for line in imported.report.of("kept") if line.path.startswith("Transitions.T1")]
    if transition not in (condition({}), {"Config": {"Condition": {}}}):
        assert "Transitions.T1.Config" in imported.text


def test_an_or_that_is_too_long_becomes_several_transitions() -> None:
    groups = [("and", {f"DynamicField_A{index}": match("x" * 60)}) for index in range(40)]
    imported = with_condition(linked("or", *groups))
    assert len(imported.document.activities["registrar"].transitions) == 40
    assert [line.text for line in imported.report.of("changed") if "too long" in line.text]


def test_a_condition_of_100_kb_is_refused_by_name_not_by_breaking() -> None:
    imported = with_condition(condition({"DynamicField_A": match("x" * 100_000)}))
    when = imported.document.activities["registrar"].transitions[0].when
    assert when is not None
    assert when.source == "false"
    assert [line for line in imported.report.of("kept") if "characters" in line.text]
