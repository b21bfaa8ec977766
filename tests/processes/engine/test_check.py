"""What is told before a document is published."""

from __future__ import annotations

import time
from typing import Any

import pytest

from balcao.processes.engine import Names, check, check_text
from tests.processes.engine.documents import NAMES, activity, invoice, invoice_text, read, said, small, text_of


def _problems(names: Names = NAMES, **changes: Any) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.path, problem.code) for problem in check(read(**changes), names)]


def _activities(**changes: Any) -> dict[str, Any]:
    """The small document's activities, the first one changed."""
    activities = small()["activities"]
    return {"activities": {**activities, "receber": {**activities["receber"], **changes}}}


A, T = "activities.receber", "activities.receber.transitions"


def test_right_documents_have_nothing_to_tell() -> None:
    assert check(invoice(), NAMES) == ()
    assert _problems() == []


def test_names_of_the_desk_must_exist() -> None:
    found = check(invoice(), Names())
    assert {problem.severity for problem in found} == {"error"}
    assert [(problem.path, problem.code) for problem in found] == [
        ("tool", "unknown_tool"),
        ("activities.triagem.state", "unknown_state"),
        ("activities.triagem.queue", "unknown_queue"),
        ("activities.triagem.transitions[0].do[1].set_queue", "unknown_queue"),
        ("activities.aguardando-dados.state", "unknown_state"),
        ("activities.analise.state", "unknown_state"),
        ("activities.analise.queue", "unknown_queue"),
        ("activities.correcao.state", "unknown_state"),
        ("activities.correcao.queue", "unknown_queue"),
        ("activities.confirmacao.state", "unknown_state"),
        ("activities.concluida.state", "unknown_state"),
    ]
    lines = invoice_text().splitlines()
    assert all(problem.path.rpartition(".")[2] + ":" in lines[problem.line - 1] for problem in found)


def test_a_slip_of_the_pen_gets_a_guess() -> None:
    (problem,) = check(read(tool="emisor-fiscal"), NAMES)
    assert problem.hint == "Create it, or correct the name. (emissor-fiscal?)"


CHECKED: list[tuple[dict[str, Any], list[tuple[str, str, str]]]] = [
    (
        {"activities": {**small()["activities"], "ilha": activity(state="em-atendimento")}},
        [("warning", "activities.ilha", "unreachable")],
    ),
    (
        _activities(transitions=[]),
        [
            ("warning", A, "dead_end"),
            ("warning", "activities.pronto", "unreachable"),
            ("warning", f"{A}.dialogs[1]", "dialog_unusable"),
            ("warning", "stages[1]", "stage_unused"),
        ],
    ),
    (
        {
            "activities": {
                **_activities(transitions=[{"dialog": "concluir", "to": "pronto"}, {"on": "reply", "to": "volta"}])[
                    "activities"
                ],
                "volta": activity(transitions=[{"on": "reply", "to": "outra"}]),
                "outra": activity(transitions=[{"on": "reply", "to": "volta"}]),
            }
        },
        [("warning", "activities.outra", "no_end"), ("warning", "activities.volta", "no_end")],
    ),
    (
        _activities(
            transitions=[
                {"dialog": "concluir", "to": "pronto"},
                {"dialog": "concluir", "when": "filled.motivo", "to": "pronto"},
            ]
        ),
        [("warning", f"{T}[1]", "shadowed")],
    ),
    (_activities(transitions=[{"to": "pronto"}]), [("warning", f"{T}[0]", "start_skipped")]),
    (
        _activities(transitions=[{"dialog": "concluir", "when": "1 == 1", "to": "pronto"}]),
        [("warning", f"{T}[0].when", "always")],
    ),
    (
        _activities(
            transitions=[
                {"dialog": "concluir", "when": 'ticket.state == "novo" && ticket.state == "fechado"', "to": "pronto"}
            ]
        ),
        [("warning", f"{T}[0].when", "never")],
    ),
    (
        _activities(transitions=[{"dialog": "concluir", "when": 'ticket.state == "nova"', "to": "pronto"}]),
        [("error", f"{T}[0].when", "condition_option")],
    ),
    (
        _activities(transitions=[{"dialog": "concluir", "when": 'ticket.queue in ["n1", "n2"]', "to": "pronto"}]),
        [("error", f"{T}[0].when", "condition_option")],
    ),
    (
        _activities(
            transitions=[
                {"dialog": "concluir", "to": "pronto"},
                {"on": "timer", "after": "2d", "to": "pronto"},
            ]
        ),
        [("error", f"{T}[1].on", "timers")],
    ),
    (
        _activities(
            transitions=[
                {
                    "dialog": "concluir",
                    "do": [{"set_state": "x"}, {"set_queue": "x"}, {"set_owner": {"role": "x"}}],
                    "to": "pronto",
                }
            ]
        ),
        [
            ("error", f"{T}[0].do[0].set_state", "unknown_state"),
            ("error", f"{T}[0].do[1].set_queue", "unknown_queue"),
            ("error", f"{T}[0].do[2].set_owner.role", "unknown_role"),
        ],
    ),
    (
        _activities(
            transitions=[{"on": "state", "state": "x", "to": "pronto"}, {"dialog": "concluir", "to": "pronto"}]
        ),
        [("error", f"{T}[0].state", "unknown_state")],
    ),
    (_activities(state="fechado"), [("warning", f"{A}.state", "closed_midway")]),
    (
        {"activities": {**small()["activities"], "pronto": activity(stage="fim", end=True)}},
        [("warning", "activities.pronto.state", "end_open")],
    ),
    (
        {"fields": {**small()["fields"], "sobra": {"type": "text", "label": said("Sobra")}}},
        [("warning", "fields.sobra", "field_unused")],
    ),
    (
        {
            "dialogs": {
                **small()["dialogs"],
                "sobra": {"title": said("S"), "submit": said("S"), "fields": [{"use": "motivo"}]},
            }
        },
        [("warning", "dialogs.sobra", "dialog_unused")],
    ),
    (
        {"dialogs": {**small()["dialogs"], "abrir": {**small()["dialogs"]["abrir"], "for": ["agent"]}}},
        [("warning", "start.dialog", "start_not_for_customer")],
    ),
    (
        {
            "dialogs": {
                **small()["dialogs"],
                "abrir": {
                    "title": said("T"),
                    "submit": said("S"),
                    "fields": [{"use": "motivo", "required": True, "show_when": "false"}],
                },
            }
        },
        [
            ("warning", "dialogs.abrir.fields[0]", "required_hidden"),
            ("warning", "dialogs.abrir.fields[0].show_when", "never"),
        ],
    ),
    (
        {"stages": [{"id": name, "name": said(name)} for name in ("inicio", "fim", *"abcde")]},
        [
            ("warning", "stages", "many_stages"),
            *(("warning", f"stages[{index}]", "stage_unused") for index in range(2, 7)),
        ],
    ),
    (
        {"name": {"pt-br": "Só", "en": "Only"}, "use_when": "Uma só língua"},
        [("warning", "name", "translation"), ("warning", "use_when", "translation")],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), CHECKED, ids=range(len(CHECKED)))
def test_exactly_what_deserves_a_look_is_told(changes: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert sorted(_problems(**changes)) == sorted(expected)


def test_missing_translations_are_counted_once_per_language() -> None:
    found = check(read(name="Pedido", use_when="Sempre"), NAMES)
    assert sorted(
        (problem.params["language"], problem.params["count"], problem.params["first"]) for problem in found
    ) == [
        ("en", 2, "name"),
        ("es", 2, "name"),
    ]


def test_a_desk_with_timers_accepts_them() -> None:
    transitions = [{"dialog": "concluir", "to": "pronto"}, {"on": "timer", "after": "2d", "to": "pronto"}]
    names = Names(NAMES.queues, NAMES.states, NAMES.tools, NAMES.roles, timers=True)
    assert _problems(names, **_activities(transitions=transitions)) == []


def test_checking_a_text_never_raises() -> None:
    assert check_text(invoice_text(), NAMES)[1] == ()
    document, problems = check_text("balcao: process/1\nslug: [", NAMES)
    assert document is None
    assert [problem.code for problem in problems] == ["not_yaml"]


def test_five_hundred_activities_are_read_and_checked_in_a_moment() -> None:
    activities = {
        f"a{number}": activity(
            dialogs=["abrir"],
            transitions=[
                {"dialog": "abrir", "when": f'fields.motivo == "{number}"', "to": f"a{(number + 1) % 500}"},
                {"on": "reply", "when": "filled.motivo && ticket.priority > 3", "to": "pronto"},
            ],
        )
        for number in range(499)
    }
    activities |= {"a499": small()["activities"]["pronto"], "pronto": small()["activities"]["pronto"]}
    del activities["pronto"]
    for declared in activities.values():
        for transition in declared.get("transitions", ()):
            transition["to"] = transition["to"].replace("pronto", "a499")
    text = text_of(
        small(
            activities=activities,
            start={"activity": "a0", "dialog": "abrir"},
            dialogs={"abrir": small()["dialogs"]["abrir"]},
        )
    )
    begun = time.perf_counter()
    document, problems = check_text(text, NAMES)
    assert time.perf_counter() - begun < 3, "generous for a loaded machine; under 1 s alone"
    assert document is not None
    assert problems == ()
