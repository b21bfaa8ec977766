"""Everything that a process may ask for, read from a document and made ready for one ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from balcao.processes.engine import (
    AddNote,
    AddParticipant,
    AddWatcher,
    ApprovalDecided,
    AskApproval,
    ChangeActivity,
    ClearField,
    DialogSubmitted,
    EngineError,
    Facts,
    LinkTicket,
    NewTicket,
    RequesterFacts,
    SendMail,
    SendMessage,
    SetField,
    SetKind,
    SetOwner,
    SetPriority,
    SetPromise,
    SetQueue,
    SetResponsible,
    SetState,
    SetTitle,
    Span,
    TicketFacts,
    TimerFired,
    WakeAfter,
    Webhook,
    advance,
    check,
    differences,
    effect_from_json,
    effect_to_json,
    move,
    parse,
    start,
)
from tests.processes.engine.documents import NAMES, NOW, everything, problems_of, read, said, small, text_of

FACTS = Facts(
    ticket=TicketFacts(number="10482", subject="Pedido"),
    requester=RequesterFacts(login="marina", name="Marina Duarte", email="marina@acme.example"),
)
NAMED = replace(NAMES, timers=True, users={"ana"}, processes={"outro"})
DOCUMENT = parse(text_of(everything()))
OPENED = start(DOCUMENT, {"motivo": "", "nota": "10001", "vezes": "1.5", "cidade": "Manaus"}, FACTS, NOW).run


def said_with(pattern: str, value: str) -> dict[str, str]:
    return {language: text.replace("*", value) for language, text in said(pattern).items()}


def test_every_effect_comes_in_order_with_its_placeholders_filled_in() -> None:
    outcome = advance(DOCUMENT, OPENED, DialogSubmitted("concluir", {}, "agent"), FACTS, NOW)
    assert list(outcome.effects) == [
        SetState("aguardando-cliente", Span(days=2), "resolvido"),
        SetQueue("fiscal"),
        SetOwner(role="coordenador"),
        SetResponsible(user="ana"),
        SetPriority(4),
        SetTitle("Pedido de Marina Duarte"),
        SetKind("Incidente"),
        SetField("nota", "10482"),
        ClearField("cidade"),
        SetField("vezes", "2.5"),
        SetField("email", "marina@acme.example"),
        AddNote({"pt-br": "Nota 2,5", "en": "Nota 2.5 (en)", "es": "Nota 2,5 (es)"}),
        SendMessage(said("Mensagem")),
        SendMail(("requester", "queue", "fiscal@acme.example"), said_with("Pedido *", "10482"), said("Olá")),
        AddParticipant(role="manager"),
        AddWatcher(role="coordenador"),
        NewTicket("outro", "De 10482", "x", {"mail": "email"}, {"mail": "marina@acme.example"}),
        LinkTicket("10482"),
        Webhook("https://example.com/balcao", {"numero": "10482"}),
        ChangeActivity("esperar"),
        SetState("em-atendimento"),
        SetPromise(None, None),
        WakeAfter("esperar.2", Span(days=2)),
        WakeAfter("esperar:lembrete", Span(minutes=240)),
        AskApproval(said_with("Aprova *?", "10482")),
    ]
    assert outcome.run.fields == {
        "motivo": "",
        "nota": "10482",
        "vezes": "2.5",
        "email": "marina@acme.example",
    }


@pytest.mark.parametrize(
    ("happening", "activity"),
    [
        (TimerFired("esperar:lembrete"), "esperar"),
        (TimerFired("esperar:pending"), "pronto"),
        (TimerFired("esperar.2"), "receber"),
        (TimerFired("receber:lembrete"), "esperar"),
        (ApprovalDecided("approved"), "pronto"),
        (ApprovalDecided("refused"), "receber"),
    ],
)
def test_timers_and_approvals_lead_on_from_where_they_belong(happening: Any, activity: str) -> None:
    waiting = advance(DOCUMENT, OPENED, DialogSubmitted("concluir", {}, "agent"), FACTS, NOW).run
    assert advance(DOCUMENT, waiting, happening, FACTS, NOW).run.activity == activity


def test_every_effect_can_be_kept_and_read_again() -> None:
    for transition in DOCUMENT.activities["receber"].transitions:
        for effect in transition.do:
            assert effect_from_json(effect_to_json(effect)) == effect
    for wrong in (None, {}, {"kind_of_effect": "Popen"}, {"kind_of_effect": "SetState"}):
        with pytest.raises(EngineError):
            effect_from_json(wrong)


def test_a_document_that_uses_everything_is_in_order() -> None:
    assert [(one.path, one.code) for one in check(DOCUMENT, NAMED)] == [
        ("activities.receber.transitions[0].do[0]", "pending_lost")
    ]


def test_what_the_desk_does_not_have_is_told() -> None:
    lost = ("activities.receber.transitions[0].do[0]", "pending_lost")
    names = replace(NAMED, users=set(), processes=set(), unlabelled={"novo"}, webhooks=False, timers=False)
    at = "activities.receber.transitions[0].do"
    assert {(problem.path, problem.code) for problem in check(DOCUMENT, names)} == {
        ("activities.receber.state", "state_unlabelled"),
        lost,
        (f"{at}[0]", "timers"),
        (f"{at}[3].set_responsible.user", "unknown_user"),
        (f"{at}[16].new_ticket.process", "unknown_process"),
        (f"{at}[18].webhook", "webhooks"),
        (f"{at}[19]", "timers"),
        *((f"activities.esperar.transitions[{index}].on", "timers") for index in range(3)),
    }


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ({"set_state": {"state": "resolvido", "for": "amanhã"}}, "not_span"),
        ({"set_responsible": "alguém"}, "owner_shape"),
        ({"increment_field": "motivo"}, "not_a_number_field"),
        ({"copy_field": {"from": "requester.password", "to": "motivo"}}, "unknown_field"),
        ({"send_mail": {"to": ["todos"], "subject": said("a"), "text": said("b")}}, "recipient"),
        ({"send_mail": {"to": ["a@b.c, d@e.f"], "subject": said("a"), "text": said("b")}}, "recipient"),
        ({"add_participant": "todos"}, "not_one_of"),
        ({"add_watcher": "none"}, "owner_shape"),
        ({"new_ticket": {"process": "outro", "fields": {"x": "nada"}}}, "unknown_field"),
        ({"webhook": {"url": "file:///etc/passwd"}}, "bad_url"),
        ({"webhook": {"url": "https://user:senha@example.com/"}}, "bad_url"),
        ({"webhook": {"url": "https://[::1/"}}, "bad_url"),
        ({"webhook": {"url": "https://example.com", "data": {"a": "{segredo}"}}}, "placeholder"),
        ({"wait": {"timer": "pending", "for": "1h"}}, "reserved_timer"),
        ({"ask_approval": {"question": ""}}, "empty_text"),
    ],
)
def test_exactly_what_is_wrong_with_an_effect_is_told(effect: dict[str, Any], code: str) -> None:
    document = small()
    document["activities"]["receber"]["transitions"][0]["do"] = [effect]
    assert [found for _path, found in problems_of(text_of(document))] == [code]


def test_a_timer_that_nothing_sets_is_told() -> None:
    document = small()
    document["activities"]["receber"]["transitions"].append({"on": "timer", "timer": "lembrete", "to": "pronto"})
    assert problems_of(text_of(document)) == [("activities.receber.transitions[1].timer", "unknown_timer")]


def test_an_approval_and_a_timer_that_nothing_waits_for_are_told() -> None:
    document = small()
    document["activities"]["receber"]["transitions"] = [
        {
            "dialog": "concluir",
            "do": [
                {"ask_approval": {"question": said("?")}},
                {"wait": {"timer": "lembrete", "for": "1h"}},
                {"set_state": {"state": "novo", "for": "1h"}},
            ],
            "to": "pronto",
        }
    ]
    at = "activities.receber.transitions[0].do"
    assert [(one.path, one.code, one.severity) for one in check(parse(text_of(document)), NAMED)] == [
        (f"{at}[0]", "approval_unheard", "warning"),
        (f"{at}[1]", "timer_unheard", "warning"),
        (f"{at}[2]", "pending_lost", "warning"),
    ]


def test_a_running_ticket_moves_to_a_new_version_without_anything_happening_to_it() -> None:
    new = read(
        fields={
            "motivo": {"type": "text", "label": said("Motivo")},
            "nota": {"type": "text", "label": said("Nota")},
        }
    )
    waiting = advance(DOCUMENT, OPENED, DialogSubmitted("concluir", {}, "agent"), FACTS, NOW).run
    found = differences(DOCUMENT, new)
    assert (found.activities, found.fields) == (
        ("esperar",),
        ("motivo", "vezes", "email", "cidade", "pessoa"),
    )
    with pytest.raises(EngineError):
        move(DOCUMENT, new, waiting, {})
    moved = move(DOCUMENT, new, waiting, {"esperar": "receber"})
    assert moved.run.activity == "receber"
    assert moved.run.fields == {"nota": "10482"}
    assert moved.run.entered == (("receber", "inicio"), ("receber", "inicio"))
    assert list(moved.effects) == [ChangeActivity("receber"), SetPromise(None, None)]
