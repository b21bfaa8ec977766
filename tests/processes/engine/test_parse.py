"""Every error of a document is told at once, each with its place."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.processes.engine import (
    PROBLEMS,
    DocumentInvalid,
    Promise,
    SetOwner,
    SetQueue,
    Span,
    check,
    parse,
)
from tests.processes.engine.documents import (
    NAMES,
    activity,
    invoice,
    invoice_text,
    problems_of,
    read,
    said,
    small,
    text_of,
)


def test_the_invoice_process_is_read_whole() -> None:
    document = invoice()
    assert document.slug == "nota-rejeitada"
    assert document.name["pt-br"] == "Nota fiscal rejeitada pela SEFAZ"
    assert [stage.id for stage in document.stages] == ["recebido", "analise", "correcao", "confirmacao"]
    assert list(document.activities) == [
        "triagem",
        "aguardando-dados",
        "analise",
        "correcao",
        "confirmacao",
        "concluida",
    ]
    triage = document.activities["triagem"]
    assert triage.promise == Promise(response=Span(minutes=240), resolution=Span(minutes=960))
    assert document.activities["analise"].promise.resolution == Span(days=1, minutes=240)
    assert triage.transitions[0].do[1] == SetQueue("fiscal")
    assert triage.transitions[0].dialog == "abrir"
    assert document.activities["concluida"].transitions[0].do == (SetOwner(),)
    assert [use.field for use in document.start_dialog.fields if use.required] == [
        "subject",
        "body",
        "chave",
        "motivo",
        "codigo",
    ]
    assert check(document, NAMES) == ()


def test_dialogs_have_the_title_of_the_portal_when_they_name_none() -> None:
    dialogs = {**small()["dialogs"], "abrir": {"fields": [{"use": "motivo"}]}}
    dialog = read(dialogs=dialogs).start_dialog
    assert dialog.title["pt-br"] == "Descrição do Diálogo"
    assert dialog.submit == {"pt-br": "Enviar", "en": "Send", "es": "Enviar"}
    assert dialog.actors == ("customer", "agent")


def test_words_that_yaml_takes_for_values_stay_words() -> None:
    options = "[{id: no, label: {pt-br: No}}, {id: 'yes', label: {pt-br: Yes}}, {id: 204, label: {pt-br: 204}}]"
    text = invoice_text().replace(
        "  solucao:", f"  extra: {{type: choice, label: {{pt-br: On}}, options: {options}}}\n  solucao:"
    )
    extra = parse(text).fields["extra"]
    assert [(option.id, option.label) for option in extra.options] == [
        ("no", {"pt-br": "No"}),
        ("yes", {"pt-br": "Yes"}),
        ("204", {"pt-br": "204"}),
    ]


def test_errors_of_every_part_come_together_in_the_order_of_the_lines() -> None:
    text = (
        invoice_text()
        .replace("type: money", "type: mony")
        .replace("state: novo", "state: NOVO")
        .replace("{use: parada}", "{uso: parada}")
        .replace("to: confirmacao", "to: confirmasao")
        .replace("when: fields.parada", "when: fields.paroda")
    )
    with pytest.raises(DocumentInvalid) as refused:
        parse(text)
    found = [(problem.path, problem.code) for problem in refused.value.problems]
    assert found == [
        ("fields.valor.type", "not_one_of"),
        ("activities.triagem.state", "bad_id"),
        ("activities.triagem.transitions[3].when", "condition_field"),
        ("activities.correcao.transitions[0].to", "unknown_activity"),
        ("dialogs.abrir.fields[8]", "missing"),
        ("dialogs.abrir.fields[8].uso", "unknown_key"),
    ]
    lines = text.splitlines()
    for problem in refused.value.problems[:4]:
        assert problem.path.rpartition(".")[2] + ":" in lines[problem.line - 1]
    typo = refused.value.problems[3]
    assert typo.message == "There is no activity “confirmasao”."
    assert typo.hint == "Declare it under “activities”, or correct the name. (confirmacao?)"
    assert str(typo).startswith(f"line {typo.line}: activities.correcao.transitions[0].to: There is no activity")


def _field(**changes: Any) -> dict[str, Any]:
    return {"fields": {"motivo": {"type": "text", "label": said("Motivo"), **changes}}}


def _use(**changes: Any) -> dict[str, Any]:
    uses = [{"use": "subject"}, {"use": "motivo", **changes}]
    return {"dialogs": {**small()["dialogs"], "abrir": {"title": said("T"), "submit": said("S"), "fields": uses}}}


def _activity(**changes: Any) -> dict[str, Any]:
    activities = small()["activities"]
    return {"activities": {**activities, "receber": {**activities["receber"], **changes}}}


def _transition(**transition: Any) -> dict[str, Any]:
    return _activity(transitions=[transition, {"dialog": "concluir", "to": "pronto"}])


def _do(effect: Any) -> dict[str, Any]:
    return _transition(on="reply", do=[effect])


A, T = "activities.receber", "activities.receber.transitions[0]"

WRONG: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"balcao": "process/2"}, [("balcao", "version")]),
    ({"balcao": None}, [("balcao", "version")]),
    ({"slug": None}, [("", "missing")]),
    ({"slug": "Nota Rejeitada"}, [("slug", "bad_id")]),
    ({"slug": "a--b"}, [("slug", "bad_id")]),
    ({"slug": ["a"]}, [("slug", "not_text")]),
    ({"nome": "x"}, [("nome", "did_you_mean")]),
    ({"xyzzy": "x"}, [("xyzzy", "unknown_key")]),
    ({"name": {"en": "Only English"}}, [("name", "no_portuguese")]),
    ({"name": {"pt-br": "A", "fr": "B"}}, [("name.fr", "language")]),
    ({"name": {"pt-br": "", "en": "x"}}, [("name.pt-br", "empty_text")]),
    ({"name": "x" * 121}, [("name", "text_too_long")]),
    ({"name": []}, [("name", "not_mapping")]),
    ({"synonyms": {"a": 1}}, [("synonyms", "not_list")]),
    ({"synonyms": ["a"] * 101}, [("synonyms", "too_many")]),
    ({"synonyms": [["a"]]}, [("synonyms[0]", "not_text")]),
    ({"synonyms": [None]}, [("synonyms[0]", "empty_text")]),
    (
        {"start": "receber"},
        [
            ("start", "not_mapping"),
        ],
    ),
    ({"start": {"activity": "recebr", "dialog": "abrir"}}, [("start.activity", "unknown_activity")]),
    ({"start": {"activity": "receber", "dialog": "abri"}}, [("start.dialog", "unknown_dialog")]),
    ({"start": {"activity": "pronto", "dialog": "abrir"}}, [("start.dialog", "start_not_offered")]),
    ({"fields": ["a"]}, [("dialogs.abrir.fields[1].use", "unknown_field"), ("fields", "not_mapping")]),
    (_field(type="texto"), [("fields.motivo.type", "not_one_of")]),
    (_field(label=None), [("fields.motivo", "missing")]),
    (_field(options=[]), [("fields.motivo.options", "key_not_for_type")]),
    (_field(decimals=2), [("fields.motivo.decimals", "key_not_for_type")]),
    (_field(min=10, max=5), [("fields.motivo.min", "min_above_max")]),
    (_field(max=501), [("fields.motivo.max", "out_of_range")]),
    (_field(max="muito"), [("fields.motivo.max", "not_integer")]),
    (_field(pattern="["), [("fields.motivo.pattern", "bad_pattern")]),
    (_field(pattern="(?<=a)b"), [("fields.motivo.pattern", "bad_pattern")]),
    (_field(type="number", max="1,5"), [("fields.motivo.max", "not_number")]),
    (_field(type="choice"), [("fields.motivo", "needs_options")]),
    (_field(type="choice", options=[]), [("fields.motivo.options", "empty_list")]),
    (
        _field(type="choice", options=[{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]),
        [("fields.motivo.options[1].id", "duplicate_id")],
    ),
    (
        _field(type="choice", options=[{"id": "á", "label": "A"}]),
        [
            ("fields.motivo.options", "empty_list"),
            ("fields.motivo.options[0].id", "bad_id"),
        ],
    ),
    (_field(type="date", earliest="amanhã"), [("fields.motivo.earliest", "not_date")]),
    (_use(required="sim"), [("dialogs.abrir.fields[1].required", "not_boolean")]),
    (_use(use="motvo"), [("dialogs.abrir.fields[1].use", "unknown_field")]),
    (_use(use="subject"), [("dialogs.abrir.fields[1]", "field_twice")]),
    (_use(default="x" * 501), [("dialogs.abrir.fields[1].default", "bad_default")]),
    (_use(show_when=""), [("dialogs.abrir.fields[1].show_when", "empty_text")]),
    (_use(show_when='fields.motivo == "x"'), [("dialogs.abrir.fields[1].show_when", "later_field")]),
    ({**_field(type="notice"), **_use(required=True)}, [("dialogs.abrir.fields[1]", "notice_required")]),
    (_activity(stage="meio"), [(f"{A}.stage", "unknown_stage")]),
    (_activity(state=None), [(A, "missing")]),
    (_activity(end="talvez"), [(f"{A}.end", "not_boolean")]),
    (_activity(promise={"response": "logo"}), [(f"{A}.promise.response", "not_span")]),
    (_activity(promise={"response": "0h"}), [(f"{A}.promise.response", "not_span")]),
    (_activity(dialogs=["abrir", "concluir", "sumiu"]), [(f"{A}.dialogs[2]", "unknown_dialog")]),
    (_activity(transitions=[{}]), [(f"{A}.transitions[0]", "transition_empty")]),
    (_transition(on="click", to="pronto"), [(f"{T}.on", "not_one_of")]),
    (_transition(on="reply", dialog="concluir", to="pronto"), [(f"{T}.dialog", "key_not_for_trigger")]),
    (_transition(on="timer", to="pronto"), [(T, "timer_shape")]),
    (_transition(dialog="outro", to="pronto"), [(f"{T}.dialog", "dialog_not_here")]),
    (_transition(by="robot", to="pronto"), [(f"{T}.by", "not_one_of")]),
    (_transition(on="enter", to="receber"), [(A, "enter_cycle")]),
    (_transition(when="fields.motivo = 1", to="pronto"), [(f"{T}.when", "condition_syntax")]),
    (_transition(when="fields.motivo == 1", to="pronto"), [(f"{T}.when", "condition_types")]),
    (_do("set_state"), [(f"{T}.do[0]", "not_mapping")]),
    (_do({"set_state": "a", "set_queue": "b"}), [(f"{T}.do[0]", "one_effect")]),
    (_do({"set_stat": "a"}), [(f"{T}.do[0].set_stat", "did_you_mean")]),
    (_do({"set_state": None}), [(f"{T}.do[0].set_state", "empty_text")]),
    (_do({"set_priority": 6}), [(f"{T}.do[0].set_priority", "out_of_range")]),
    (_do({"set_priority": "alta"}), [(f"{T}.do[0].set_priority", "not_integer")]),
    (_do({"set_owner": "ana"}), [(f"{T}.do[0].set_owner", "owner_shape")]),
    (_do({"set_owner": {"user": "ana", "role": "x"}}), [(f"{T}.do[0].set_owner", "owner_shape")]),
    (_do({"set_title": "{ticket.nome}"}), [(f"{T}.do[0].set_title", "placeholder")]),
    (_do({"set_field": {"field": "motivo"}}), [(f"{T}.do[0].set_field", "missing")]),
    (_do({"set_field": {"field": "outro", "value": 1}}), [(f"{T}.do[0].set_field.field", "unknown_field")]),
    (_do({"set_field": {"field": "body", "value": 1}}), [(f"{T}.do[0].set_field.field", "pseudo_field")]),
    (_do({"set_field": {"field": "motivo", "value": "{x}"}}), [(f"{T}.do[0].set_field.value", "placeholder")]),
    (_do({"clear_field": "subject"}), [(f"{T}.do[0].clear_field", "pseudo_field")]),
    (_do({"add_note": {"text": {"en": "x"}}}), [(f"{T}.do[0].add_note.text", "no_portuguese")]),
    (
        _do({"add_note": {"texto": "x"}}),
        [
            (f"{T}.do[0].add_note", "missing"),
            (f"{T}.do[0].add_note.texto", "did_you_mean"),
        ],
    ),
    (
        _do({"send_message": {"text": said("{fields.nada}")}}),
        [(f"{T}.do[0].send_message.text.{language}", "placeholder") for language in ("en", "es", "pt-br")],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG, ids=range(len(WRONG)))
def test_exactly_what_is_wrong_is_told(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert problems_of(text_of(small(**changes))) == expected


@pytest.mark.parametrize("name", ["Motivo", "1a", "meu-campo", "in", "for", "true", "subject", "", "ç", "a" * 61])
def test_names_of_fields_fit_into_conditions(name: str) -> None:
    fields = {**small()["fields"], name: {"type": "text", "label": said("X")}}
    assert problems_of(text_of(small(fields=fields))) == (
        [(f"fields.{name}", "bad_field_id")] if name else [("fields", "bad_key")]
    )


def test_too_many_activities_are_told_in_a_moment() -> None:
    activities = {**small()["activities"], **{f"a{number}": activity() for number in range(2_000)}}
    assert ("activities", "too_many") in problems_of(text_of(small(activities=activities)))


def test_every_code_has_a_message_and_a_hint_that_can_be_filled() -> None:
    for code, text in PROBLEMS.items():
        assert text.message.endswith("."), code
        assert text.hint, code


def test_a_list_of_one_may_be_written_without_the_list() -> None:
    assert read(synonyms="nfe").synonyms == ("nfe",)


def test_optional_parts_may_be_left_out_or_empty() -> None:
    document = read(
        description=None, synonyms=[], fields={"motivo": {"type": "text", "label": said("M"), "help": None}}
    )
    assert (document.description, document.synonyms, document.fields["motivo"].help) == (None, (), None)


def test_a_problem_is_told_in_the_reader_s_language_with_its_words() -> None:
    portuguese = {
        PROBLEMS[
            "condition_type"
        ].message: "A condição precisa de %(wanted)s no caractere %(position)s e encontra %(found)s.",
        PROBLEMS["condition_type"].hint: "Compare com um valor.",
        "true or false": "verdadeiro ou falso",
        "a text": "um texto",
    }
    with pytest.raises(DocumentInvalid) as refused:
        parse(text_of(small(**_transition(when="fields.motivo", to="pronto"))))
    (problem,) = refused.value.problems
    assert problem.told(lambda english: portuguese[english]) == (
        "A condição precisa de verdadeiro ou falso no caractere 8 e encontra um texto.",
        "Compare com um valor.",
    )
    assert problem.message == "The condition needs true or false at character 8 and finds a text."
