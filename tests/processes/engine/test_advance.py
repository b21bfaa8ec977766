"""Running a process: exactly which activities are entered and what is asked for, happening by happening."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.processes.engine import (
    AddNote,
    Advance,
    ChangeActivity,
    ChangeStage,
    ClearField,
    ContractFacts,
    DialogNotOffered,
    DialogSubmitted,
    Document,
    EngineError,
    EngineStopped,
    Facts,
    FinishProcess,
    Happening,
    OrganizationFacts,
    Reopened,
    Replied,
    RequesterFacts,
    Run,
    SendMessage,
    SetField,
    SetOwner,
    SetPriority,
    SetPromise,
    SetQueue,
    SetState,
    SetTitle,
    Span,
    StateChanged,
    TicketFacts,
    TimerFired,
    Value,
    WakeAfter,
    advance,
    dialogs_for,
    parse,
    start,
    steps,
)
from balcao.processes.engine.advance import MAX_AUTOMATIC
from balcao.processes.engine.run import MAX_ENTERED
from tests.processes.engine.documents import INVOICE_KEY, NOW, activity, invoice, read, said, small, text_of

FACTS = Facts(
    ticket=TicketFacts(number="10482", subject="Nota 3512 rejeitada", priority=3),
    requester=RequesterFacts(login="marina", name="Marina Duarte", email="marina@acme.example"),
    organization=OrganizationFacts(slug="acme", name="ACME Tecnologia"),
    contract=ContractFacts(tool="emissor-fiscal", tool_name="Emissor Fiscal"),
)
ASKED: dict[str, Value] = {"subject": "Nota", "body": "x", "chave": INVOICE_KEY, "motivo": "cadastro", "parada": False}


def _on(document: Document, run: Run, happening: Happening, facts: Facts = FACTS) -> Advance:
    return advance(document, run, happening, facts, NOW)


def _entering(name: str, stage: str | None, state: str, queue: str | None, promise: SetPromise) -> list[Any]:
    return [
        ChangeActivity(name),
        *([ChangeStage(stage)] if stage else []),
        SetState(state),
        *([SetQueue(queue)] if queue else []),
        promise,
    ]


NO_PROMISE = SetPromise(None, None)
TRIAGE = _entering("triagem", "recebido", "novo", "n1", SetPromise(Span(minutes=240), Span(minutes=960)))
ANALYSIS = SetPromise(None, Span(days=1, minutes=240))


def test_a_new_ticket_enters_the_first_activity_with_what_was_asked() -> None:
    begun = start(invoice(), ASKED, FACTS, NOW)
    assert begun.visits == ("triagem",)
    assert list(begun.effects) == TRIAGE
    assert begun.run == Run(
        activity="triagem",
        stage="recebido",
        fields={"chave": INVOICE_KEY, "motivo": "cadastro", "parada": False},
        entered=(("triagem", "recebido"),),
    )


def test_automatic_transitions_come_before_those_of_the_first_dialog() -> None:
    begun = start(invoice(), {**ASKED, "motivo": "imposto", "valor": "10000.00", "parada": True}, FACTS, NOW)
    assert begun.visits == ("triagem", "analise")
    assert list(begun.effects) == [
        *TRIAGE,
        SetPriority(4),
        SetPriority(5),
        SetQueue("fiscal"),
        AddNote(
            {
                "pt-br": "Encaminhado pela regra: imposto, nota de R$\u00a010.000,00.",
                "en": "Forwarded by rule: tax, invoice of R$\u00a010,000.00.",
                "es": "Derivado por la regla: impuesto, factura de R$\u00a010.000,00.",
            }
        ),
        *_entering("analise", "analise", "em-atendimento", "fiscal", ANALYSIS),
    ]


def test_a_whole_life_of_a_ticket() -> None:
    document = invoice()
    run = start(document, ASKED, FACTS, NOW).run
    walked = []
    for happening in (
        DialogSubmitted("pedir-dados", {"body": "Envie o XML"}, "agent"),
        Replied("agent"),
        Replied("customer"),
        DialogSubmitted("decidir", {"solucao": "cancelar"}, "agent"),
        DialogSubmitted("concluir", {"protocolo": "135"}, "agent"),
        DialogSubmitted("confirmar", {"deu_certo": "nao", "body": "Não"}, "customer"),
        DialogSubmitted("decidir", {"solucao": "corrigir"}, "agent"),
        DialogSubmitted("concluir", {"protocolo": "136"}, "agent"),
        DialogSubmitted("confirmar", {"deu_certo": "sim"}, "customer"),
    ):
        after = _on(document, run, happening)
        walked.append(after.visits)
        run = after.run
    assert walked == [
        ("aguardando-dados",),
        (),
        ("analise",),
        ("correcao",),
        ("confirmacao",),
        ("analise",),
        ("correcao",),
        ("confirmacao",),
        ("concluida",),
    ]
    assert run.finished
    assert run.fields["protocolo"] == "136"
    reopened = _on(document, run, Reopened("customer"))
    assert list(reopened.effects) == [
        SetOwner(),
        *_entering("analise", "analise", "em-atendimento", "fiscal", ANALYSIS),
    ]
    assert not reopened.run.finished


def test_texts_of_effects_speak_of_the_ticket() -> None:
    document = invoice()
    run = Run("correcao", "correcao", {"chave": INVOICE_KEY})
    sent = _on(document, run, DialogSubmitted("concluir", {"protocolo": "135 {fields.chave}"}, "agent"))
    message = sent.effects[0]
    assert isinstance(message, SendMessage)
    assert message.texts["pt-br"] == (
        "Marina Duarte, enviamos a nota à SEFAZ. Protocolo 135 {fields.chave}. Confirme se foi autorizada."
    ), "what people typed is not read as a placeholder"
    decided = _on(
        document, Run("analise", "analise", run.fields), DialogSubmitted("decidir", {"solucao": "cancelar"}, "agent")
    )
    printed = " ".join(INVOICE_KEY[index : index + 4] for index in range(0, 44, 4))
    assert decided.effects[0] == SetTitle(f"Cancelamento da nota {printed}")


def test_the_end_finishes_the_process() -> None:
    run = Run("confirmacao", "confirmacao")
    ended = _on(invoice(), run, DialogSubmitted("confirmar", {"deu_certo": "sim"}, "customer"))
    assert list(ended.effects) == [
        *_entering("concluida", None, "resolvido", None, NO_PROMISE),
        FinishProcess(),
    ]


def test_going_back_clears_what_has_to_be_asked_again() -> None:
    run = Run("confirmacao", "confirmacao", {"protocolo": "135"})
    back = _on(invoice(), run, DialogSubmitted("confirmar", {"deu_certo": "nao"}, "customer"))
    assert back.effects[0] == ClearField("protocolo")
    assert back.run.fields == {"deu_certo": "nao"}


def _moving(transitions: list[dict[str, Any]], **changes: Any) -> Document:
    activities = {
        "receber": activity(state="novo", dialogs=["abrir", "concluir"], transitions=transitions, **changes),
        "pronto": activity(stage="fim", state="resolvido", end=True),
        "outro": activity(),
    }
    return read(activities=activities)


HERE = Run("receber", "inicio")


@pytest.mark.parametrize(
    ("transition", "happening", "fires"),
    [
        ({"to": "pronto"}, DialogSubmitted("concluir", {}, "agent"), True),
        ({"dialog": "concluir", "to": "pronto"}, DialogSubmitted("concluir", {}, "agent"), True),
        ({"dialog": "abrir", "to": "pronto"}, DialogSubmitted("concluir", {}, "agent"), False),
        ({"by": "customer", "to": "pronto"}, DialogSubmitted("concluir", {}, "agent"), False),
        ({"to": "pronto"}, Replied("agent"), False),
        ({"on": "reply", "to": "pronto"}, Replied("system"), True),
        ({"on": "reply", "by": "customer", "to": "pronto"}, Replied("customer"), True),
        ({"on": "reply", "by": "customer", "to": "pronto"}, Replied("agent"), False),
        ({"on": "reply", "by": "agent", "to": "pronto"}, Replied("system"), False),
        ({"on": "state", "to": "pronto"}, StateChanged("fechado", "closed", "agent"), True),
        ({"on": "state", "state": "fechado", "to": "pronto"}, StateChanged("fechado", "closed", "agent"), True),
        ({"on": "state", "state": "fechado", "to": "pronto"}, StateChanged("novo", "new", "agent"), False),
        (
            {"on": "state", "when": 'ticket.state_kind == "closed" && ticket.state == "fechado"', "to": "pronto"},
            StateChanged("fechado", "closed", "agent"),
            True,
        ),
        ({"on": "reopen", "by": "customer", "to": "pronto"}, Reopened("customer"), True),
        ({"on": "reopen", "by": "customer", "to": "pronto"}, Reopened("agent"), False),
        ({"on": "timer", "after": "2d", "to": "pronto"}, TimerFired("receber.0"), True),
        ({"on": "timer", "after": "2d", "to": "pronto"}, TimerFired("outro.0"), False),
        ({"on": "reply", "when": "ticket.priority > 3", "to": "pronto"}, Replied("agent"), False),
        ({"on": "reply", "when": "ticket.priority == 3", "to": "pronto"}, Replied("agent"), True),
    ],
)
def test_a_transition_waits_for_its_own_happening(
    transition: dict[str, Any], happening: Happening, fires: bool
) -> None:
    after = _on(_moving([transition]), HERE, happening)
    assert after.visits == (("pronto",) if fires else ())
    if not fires:
        assert after.effects == ()
        assert (after.run.activity, after.run.entered) == (HERE.activity, HERE.entered)


def test_the_first_transition_that_fits_wins() -> None:
    document = _moving(
        [
            {"on": "reply", "when": "ticket.priority > 3", "to": "pronto"},
            {"on": "reply", "to": "outro"},
            {"on": "reply", "to": "pronto"},
        ]
    )
    assert _on(document, HERE, Replied("agent")).visits == ("outro",)


def test_a_transition_without_a_target_acts_and_stays() -> None:
    do = [
        {"set_state": "em-atendimento"},
        {"set_queue": "fiscal"},
        {"set_priority": 2},
        {"set_owner": {"user": "ana"}},
        {"set_owner": {"role": "coordenador"}},
        {"set_field": {"field": "motivo", "value": "De {requester.name}, {today}, {organization.name} {{}}"}},
        {"set_title": "{fields.motivo}"},
        {"clear_field": "motivo"},
    ]
    after = _on(_moving([{"on": "reply", "do": do}]), HERE, Replied("agent"))
    written = "De Marina Duarte, 20/11/2026, ACME Tecnologia {}"
    assert after.effects == (
        SetState("em-atendimento"),
        SetQueue("fiscal"),
        SetPriority(2),
        SetOwner(user="ana"),
        SetOwner(role="coordenador"),
        SetField("motivo", written),
        SetTitle(written),
        ClearField("motivo"),
    )
    assert after.run == HERE


def test_automatic_transitions_see_what_the_step_before_them_set() -> None:
    document = read(
        activities={
            "receber": activity(
                dialogs=["abrir"],
                transitions=[
                    {"on": "reply", "do": [{"set_field": {"field": "motivo", "value": "urgente"}}], "to": "decidir"}
                ],
            ),
            "decidir": activity(transitions=[{"on": "enter", "when": 'fields.motivo == "urgente"', "to": "pronto"}]),
            "pronto": activity(stage="fim", state="resolvido", end=True),
        },
        dialogs={"abrir": small()["dialogs"]["abrir"]},
    )
    assert _on(document, HERE, Replied("customer")).visits == ("decidir", "pronto")


def _turning(when: str) -> Document:
    """Two activities that lead to each other by themselves."""
    return read(
        activities={
            "receber": activity(
                dialogs=["abrir"],
                transitions=[{"on": "enter", "when": when, "to": "outro"}, {"on": "reply", "to": "outro"}],
            ),
            "outro": activity(transitions=[{"on": "enter", "to": "receber"}]),
        },
        dialogs={"abrir": small()["dialogs"]["abrir"]},
    )


def test_a_process_that_turns_in_circles_is_stopped_with_a_clear_error() -> None:
    with pytest.raises(EngineStopped, match=f"More than {MAX_AUTOMATIC} automatic transitions"):
        _on(_turning("ticket.priority > 0"), HERE, Replied("agent"))
    with pytest.raises(EngineStopped):
        start(_turning("ticket.priority > 0"), {}, FACTS, NOW)
    assert _on(_turning("ticket.priority > 3"), HERE, Replied("agent")).visits == ("outro", "receber")


def test_coming_back_to_the_same_activity_by_itself_is_stopped_too() -> None:
    document = read(
        activities={
            "receber": activity(
                dialogs=["abrir"], transitions=[{"on": "enter", "when": "ticket.priority > 0", "to": "receber"}]
            )
        },
        dialogs={"abrir": small()["dialogs"]["abrir"]},
    )
    with pytest.raises(EngineStopped):
        start(document, {}, FACTS, NOW)


def test_timers_are_asked_for_on_entering() -> None:
    document = _moving([{"on": "reply", "to": "receber"}, {"on": "timer", "after": "1d2h30m", "to": "pronto"}])
    effects = _on(document, HERE, Replied("customer")).effects
    assert effects[-1] == WakeAfter("receber.1", Span(days=1, minutes=150))


def test_only_dialogs_that_are_offered_can_be_sent() -> None:
    document = invoice()
    run = start(document, ASKED, FACTS, NOW).run
    for dialog, by in (("abrir", "customer"), ("pedir-dados", "customer"), ("decidir", "agent"), ("nada", "agent")):
        with pytest.raises(DialogNotOffered):
            _on(document, run, DialogSubmitted(dialog, {}, by))  # type: ignore[arg-type]
    assert [dialog.id for dialog in dialogs_for(document, run, "agent")] == ["pedir-dados", "encaminhar"]
    assert dialogs_for(document, run, "customer") == ()
    waiting = Run("aguardando-dados", "analise")
    assert [dialog.id for dialog in dialogs_for(document, waiting, "customer")] == ["enviar-dados"]


def test_a_run_of_another_process_is_refused() -> None:
    with pytest.raises(EngineError, match="no activity “sumiu”"):
        _on(invoice(), Run("sumiu", "recebido"), Replied("agent"))
    assert dialogs_for(invoice(), Run("sumiu", "recebido"), "agent") == ()


def test_nothing_is_read_from_a_clock() -> None:
    document = read(
        fields={"motivo": {"type": "text", "label": said("M")}, "dia": {"type": "date", "label": said("D")}}
    )
    text = text_of(small())
    assert parse(text) == parse(text)
    assert start(document, {}, FACTS, NOW) == start(document, {}, FACTS, NOW)


def test_a_run_survives_being_stored() -> None:
    run = start(invoice(), {**ASKED, "parada": True}, FACTS, NOW).run
    assert Run.from_json(run.to_json()) == run


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"v": 2},
        {"v": 1, "activity": "a", "stage": "b", "fields": {"x": 1}, "entered": []},
        {"v": 1, "activity": "a", "stage": "b", "fields": {"x": [1]}, "entered": []},
        {"v": 1, "activity": "a", "stage": "b", "fields": {}, "entered": [["a"]]},
        {"v": 1, "activity": "a", "stage": "b", "fields": {}, "entered": "ab"},
        {"v": 1, "activity": None, "stage": "b", "fields": {}, "entered": []},
    ],
)
def test_a_damaged_run_is_refused(stored: object) -> None:
    with pytest.raises(EngineError):
        Run.from_json(stored)


def test_the_path_of_a_ticket_that_comes_and_goes_stays_small() -> None:
    document = _moving([{"on": "reply", "to": "outro"}])
    ping = read(
        activities={
            "receber": activity(dialogs=["abrir"], transitions=[{"on": "reply", "to": "outro"}]),
            "outro": activity(stage="fim", transitions=[{"on": "reply", "to": "receber"}]),
        },
        dialogs={"abrir": small()["dialogs"]["abrir"]},
    )
    run = start(document, {}, FACTS, NOW).run
    for _ in range(3 * MAX_ENTERED):
        run = _on(ping, run, Replied("agent")).run
    assert len(run.entered) == MAX_ENTERED
    assert run.entered[0] == ("receber", "inicio")
    assert run.entered[-1] == (run.activity, run.stage)


@pytest.mark.parametrize(
    ("entered", "finished", "expected"),
    [
        (["recebido"], False, ["current 1", "ahead 0", "ahead 0", "ahead 0"]),
        (["recebido", "analise", "analise"], False, ["done 1", "current 1", "ahead 0", "ahead 0"]),
        (["recebido", "correcao"], False, ["done 1", "skipped 0", "current 1", "ahead 0"]),
        (["recebido", "analise", "correcao", "analise"], False, ["done 1", "current 2", "ahead 1", "ahead 0"]),
        (["recebido", "confirmacao"], True, ["done 1", "skipped 0", "skipped 0", "done 1"]),
    ],
)
def test_the_steps_show_where_a_ticket_is(entered: list[str], finished: bool, expected: list[str]) -> None:
    run = Run("triagem", entered[-1], {}, tuple(("a", stage) for stage in entered), finished)
    assert [f"{step.status} {step.visits}" for step in steps(invoice(), run)] == expected


def test_advancing_evaluates_only_what_waits_for_the_happening() -> None:
    """Counted work: a broken condition of another trigger or another activity is never looked at."""
    broken = {"on": "state", "when": "ticket.priority * 9007199254740992 * 9007199254740992 > 1", "to": "pronto"}
    document = _moving([broken, {"on": "reply", "to": "outro"}])
    assert _on(document, HERE, Replied("agent")).visits == ("outro",)
    with pytest.raises(EngineError) as failed:
        _on(document, HERE, StateChanged("fechado", "closed", "agent"))
    assert failed.value.path == "activities.receber.transitions[0].when"
