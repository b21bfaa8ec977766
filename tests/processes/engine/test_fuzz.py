"""Whatever comes in, only the engine's own errors come out, and always after a bounded number of steps."""

from __future__ import annotations

import json
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balcao.processes.engine import (
    FIELD_TYPES,
    PSEUDO_FIELDS,
    ApprovalDecided,
    DialogSubmitted,
    Document,
    EngineError,
    EngineStopped,
    Facts,
    Happening,
    Reopened,
    Replied,
    Run,
    StateChanged,
    TicketFacts,
    TimerFired,
    advance,
    check_text,
    clean_values,
    effect_from_json,
    effect_to_json,
    initial_values,
    parse,
    show_rule,
    start,
    steps,
    visible_fields,
)
from balcao.processes.engine.advance import MAX_AUTOMATIC
from balcao.processes.engine.conditions import Environment, check_condition, compiled
from balcao.processes.engine.effects import DocumentEffect
from balcao.processes.engine.errors import ConditionInvalid
from tests.processes.engine.documents import (
    NAMES,
    NOW,
    activity,
    everything,
    invoice,
    invoice_text,
    said,
    small,
    text_of,
)

KEPT = get_args(DocumentEffect)
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

WORDS = sorted(
    {
        *small(),
        *small()["activities"]["receber"],
        *(
            "type",
            "label",
            "options",
            "id",
            "pt-br",
            "use",
            "when",
            "to",
            "do",
            "on",
            "show_when",
            "default",
            "required",
        ),
        *("set_field", "add_note", "text", "value", "field", "triagem", "abrir", "a", "", "process/1", *FIELD_TYPES),
    }
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(WORDS), st.just("true")
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=25,
)


def _told(text: str) -> None:
    document, problems = check_text(text, NAMES)
    assert document is not None or problems
    for problem in problems:
        assert problem.message
        assert problem.hint
        assert problem.line >= 1


@quick
@given(st.text(max_size=300))
def test_any_text_is_a_document_or_told_what_is_wrong(text: str) -> None:
    _told(text)


@quick
@given(trees)
def test_any_tree_is_a_document_or_told_what_is_wrong(tree: Any) -> None:
    _told(json.dumps(tree))
    if isinstance(tree, dict):
        _told(text_of({**tree, "balcao": "process/1"}))


@quick
@given(st.sampled_from([small(), everything()]), st.data())
def test_a_right_document_with_one_part_replaced_is_told_what_is_wrong(
    right: dict[str, Any], data: st.DataObject
) -> None:
    document = json.loads(text_of(right))
    here: Any = document
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(here[key], dict | list) and here[key] and data.draw(st.booleans()):
            here = here[key]
            continue
        here[key] = data.draw(trees)
        break
    _told(text_of(document))


@quick
@given(st.integers(0, len(invoice_text()) - 1), st.integers(0, 200), st.text(max_size=10))
def test_a_damaged_file_is_told_what_is_wrong(at: int, gone: int, put: str) -> None:
    text = invoice_text()
    _told(text[:at] + put + text[at + gone :])


PIECES = ["fields", ".", "texto", "filled", "ticket", "priority", "&&", "||", "==", "in", "(", ")", "[", "]", "!", "-"]
PIECES += ['"a"', "'b'", "1", "2.5", "true", "size", ",", "?", ":", "exists", "x", "now", "today", "duration", " ", "é"]


def _refusal(source: str) -> ConditionInvalid | None:
    try:
        check_condition(source, Environment(invoice().fields))
        compiled(source)
    except ConditionInvalid as refused:
        return refused
    return None


@quick
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_any_condition_is_understood_or_refused(source: str) -> None:
    refused = _refusal(source)
    if refused is not None:
        assert refused.position is not None
        assert 1 <= refused.position <= len(source) + 1
    show_rule(source)


junk = st.one_of(
    st.text(max_size=60), st.lists(st.text(max_size=10), max_size=3), st.none(), st.integers(), st.binary(max_size=5)
)


@quick
@given(st.dictionaries(st.sampled_from([*invoice().fields, *PSEUDO_FIELDS]) | st.text(max_size=4), junk))
def test_cleaning_never_fails_and_cleaning_again_changes_nothing(raw: dict[str, Any]) -> None:
    document = invoice()
    for dialog in document.dialogs.values():
        cleaned = clean_values(document, dialog, raw, Facts(), NOW)
        assert visible_fields(document, dialog, cleaned.values, Facts(), NOW) == cleaned.shown
        json.dumps(cleaned.values)
        initial_values(document, dialog, Facts(), NOW, stored=cleaned.values)
        if not cleaned.problems:
            again = {
                name: ("true" if value else "") if isinstance(value, bool) else value
                for name, value in cleaned.values.items()
            }
            assert clean_values(document, dialog, again, Facts(), NOW) == cleaned


names = st.sampled_from(["receber", "b", "c", "d"])
conditions = st.sampled_from(
    [
        None,
        "filled.motivo",
        'fields.motivo == "x"',
        "ticket.priority > 2",
        'ticket.state_kind == "closed"',
        "ticket.priority * 9007199254740992 > 1",
    ]
)
effects = st.sampled_from(
    [
        {"set_field": {"field": "motivo", "value": "x"}},
        {"set_field": {"field": "motivo", "value": "{ticket.subject}{fields.motivo}"}},
        {"clear_field": "motivo"},
        {"set_title": "{fields.motivo} {requester.name}"},
        {"add_note": {"text": said("{today}")}},
    ]
)


@st.composite
def transitions(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {
        "on": draw(st.sampled_from(["dialog", "reply", "state", "reopen", "enter", "timer"])),
        "do": draw(st.lists(effects, max_size=3)),
        "to": draw(names),
    }
    if when := draw(conditions):
        made["when"] = when
    if made["on"] == "timer":
        made["after"] = "1h"
    if made["do"] and draw(st.booleans()):
        del made["to"]
    return made


@st.composite
def documents(draw: st.DrawFn) -> Document | None:
    made = {
        name: activity(
            dialogs=["abrir", "concluir"],
            transitions=draw(st.lists(transitions(), max_size=4)),
            end=draw(st.booleans()),
        )
        for name in ("receber", "b", "c", "d")
    }
    return check_text(text_of(small(activities=made)), NAMES)[0]


happenings: st.SearchStrategy[Happening] = st.sampled_from(
    [
        DialogSubmitted("concluir", {}, "agent"),
        DialogSubmitted("abrir", {"motivo": "x", "subject": "y"}, "customer"),
        Replied("customer"),
        Replied("system"),
        StateChanged("fechado", "closed", "agent"),
        Reopened("customer"),
        TimerFired("b.0"),
    ]
)


@quick
@given(documents(), st.lists(happenings, max_size=8), st.integers(1, 5))
def test_every_process_comes_to_rest_or_is_stopped(
    document: Document | None, story: list[Happening], priority: int
) -> None:
    if document is None:
        return
    facts = Facts(ticket=TicketFacts(subject="Assunto", priority=priority))
    try:
        run = start(document, {"motivo": "x"}, facts, NOW).run
    except EngineStopped:
        return
    except EngineError:
        run = Run("receber", "inicio")
    for happening in story:
        try:
            after = advance(document, run, happening, facts, NOW)
        except EngineError:
            continue
        assert len(after.visits) <= MAX_AUTOMATIC + 1
        assert after == advance(document, run, happening, facts, NOW)
        assert Run.from_json(json.loads(json.dumps(after.run.to_json()))) == after.run
        assert len(steps(document, after.run)) == 2
        run = after.run


@quick
@given(
    st.lists(st.integers(0, 9), max_size=30), st.dictionaries(st.sampled_from(["motivo", "vezes", "nota"]), st.text())
)
def test_a_process_with_everything_walks_any_way_in_bounded_steps(ways: list[int], fields: dict[str, str]) -> None:
    document = parse(text_of(everything()))
    run = start(document, fields, Facts(), NOW).run
    happenings: list[Happening] = [
        DialogSubmitted("concluir", dict(fields), "agent"),
        DialogSubmitted("concluir", {}, "customer"),
        Replied("customer"),
        StateChanged("fechado", "closed", "agent"),
        Reopened("customer"),
        TimerFired("esperar.2"),
        TimerFired("esperar:lembrete"),
        TimerFired("esperar:pending"),
        ApprovalDecided("approved"),
        ApprovalDecided("refused"),
    ]
    for way in ways:
        try:
            outcome = advance(document, run, happenings[way], Facts(), NOW)
        except EngineError:
            continue
        assert len(outcome.visits) <= MAX_AUTOMATIC + 1
        for effect in outcome.effects:
            if isinstance(effect, KEPT):
                assert effect_from_json(json.loads(json.dumps(effect_to_json(effect)))) == effect
        run = Run.from_json(json.loads(json.dumps(outcome.run.to_json())))


@quick
@given(trees)
def test_a_stored_effect_that_was_damaged_is_an_error_of_ours(tree: Any) -> None:
    for data in (tree, {"kind_of_effect": "SetState", "state": tree}, {"kind_of_effect": "SendMail", "to": tree}):
        try:
            effect_from_json(data)
        except EngineError:
            continue
