"""A whole process comes over: dialogs, activities, actions, stages; and what does not is told and kept."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from balcao.processes.engine import (
    AddNote,
    AddWatcher,
    ClearField,
    DialogSubmitted,
    Facts,
    Names,
    Replied,
    SendMail,
    SendMessage,
    SetField,
    SetKind,
    SetOwner,
    SetPriority,
    SetQueue,
    SetResponsible,
    SetState,
    SetTitle,
    Span,
    TicketChanged,
    TicketFacts,
    advance,
    check,
    dialogs_for,
    start,
)
from balcao.processes.importing import Desk, ImportRefused, Line
from tests.processes.importing.files import DESK, action, brought, condition, dialog, effects_of, field, match, order

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
FACTS = Facts(ticket=TicketFacts(state="novo", queue="n1"))
NAMES = Names(
    queues=set(DESK.queues),
    states={slug: row.kind for slug, row in DESK.states.items()},
    tools={"compras"},
    timers=True,
    users=frozenset({"ana"}),
)


def told(imported: Any, kind: str) -> list[Line]:
    return list(imported.report.of(kind))


def test_the_process_runs_as_it_did_one_step_at_a_time() -> None:
    document = brought(order()).document
    begun = start(document, {"title1": "Um livro"}, FACTS, NOW)
    assert begun.visits == ("registrar", "aprovar")
    assert begun.run.fields == {"title1": "Um livro", "status": "Pedido feito"}
    assert SetQueue("compras") in begun.effects
    replied = advance(document, begun.run, Replied("customer"), FACTS, NOW)
    assert replied.visits == ()
    approved = advance(document, begun.run, DialogSubmitted("decisao", {"status": "Aprovado"}, "agent"), FACTS, NOW)
    assert approved.visits == ("fim",)
    assert approved.run.finished
    assert SetState("closed-successful") in approved.effects


def test_two_conditions_that_hold_are_two_steps() -> None:
    file = order()
    file["Transitions"]["T2"] = condition({"DynamicField_Status": match("Pedido feito")})
    document = brought(file).document
    begun = start(document, {}, FACTS, NOW)
    assert begun.visits == ("registrar", "aprovar")
    assert advance(document, begun.run, TicketChanged("agent"), FACTS, NOW).visits == ("fim",)


def test_transitions_are_tried_in_the_order_of_their_ids() -> None:
    file = order()
    file["Transitions"] = {key: condition({"DynamicField_Status": match("Pedido feito")}) for key in ("T9", "T10")}
    file["Process"]["Config"]["Path"]["A1"] = {"T9": {"ActivityEntityID": "A2"}, "T10": {"ActivityEntityID": "A3"}}
    assert start(brought(file).document, {}, FACTS, NOW).visits == ("registrar", "fim")


def test_a_hidden_state_is_seen_by_the_conditions_of_the_same_step() -> None:
    file = order()
    file["ActivityDialogs"]["AD2"] = dialog("Encerrar", {"State": field("0", "closed successful")})
    file["Transitions"]["T2"] = condition({"State": match("closed successful")})
    document = brought(file).document
    begun = start(document, {}, FACTS, NOW)
    assert advance(document, begun.run, DialogSubmitted("encerrar", {}, "agent"), FACTS, NOW).visits == ("fim",)


def test_a_chosen_queue_becomes_the_tickets_and_is_seen_by_the_conditions() -> None:
    file = order()
    file["ActivityDialogs"]["AD1"] = dialog("Pedido", {"Queue": field("2"), "Priority": field("1")}, "Customer")
    file["Transitions"]["T1"] = condition({"Queue": match("Compras"), "Priority": match("5 very high")})
    document = brought(file).document
    chosen = start(document, {"ticket_queue": "compras", "ticket_priority": "5"}, FACTS, NOW)
    assert chosen.visits == ("registrar", "aprovar")
    assert {SetQueue("compras"), SetPriority(5)} <= set(chosen.effects)
    assert start(document, {"ticket_queue": "n1", "ticket_priority": ""}, FACTS, NOW).visits == ("registrar",)


def test_the_start_activity_offers_the_start_dialog_again() -> None:
    file = order()
    file["Transitions"]["T1"] = condition({"DynamicField_Status": match("nunca")})
    document = brought(file).document
    begun = start(document, {}, FACTS, NOW)
    assert [one.id for one in dialogs_for(document, begun.run, "customer")] == ["pedido"]


def test_nothing_is_wrong_with_the_document_but_translations() -> None:
    imported = brought(order())
    problems = check(imported.document, NAMES)
    assert {problem.code for problem in problems} == {"translation"}


def test_the_dialog_comes_over() -> None:
    file = order()
    file["ActivityDialogs"]["AD2"] = dialog(
        "Decisão",
        {
            "DynamicField_Motivo": field("2", "sem verba", DescriptionShort="Por quê", DescriptionLong="Diga o motivo"),
            "Article": field("1", Config={"ArticleType": "note-internal"}),
        },
        "Agent",
        DescriptionShort="Decida",
        DescriptionLong="Decida sobre o pedido",
        SubmitAdviceText="Não há volta",
        SubmitButtonText="Decidir",
    )
    document = brought(file).document
    found = document.dialogs["decisao"]
    assert [(use.field, use.required, use.default) for use in found.fields] == [
        ("motivo", True, "sem verba"),
        ("body", False, None),
        ("attachments", False, None),
    ]
    assert (found.actors, found.internal) == (("agent",), True)
    texts = (found.title, found.short, found.description, found.advice, found.submit)
    wordings = ["Decisão", "Decida", "Decida sobre o pedido", "Não há volta", "Decidir"]
    assert [text["pt-br"] for text in texts if text] == wordings
    motive = document.fields["motivo"]
    assert (motive.label["pt-br"], motive.help and motive.help["pt-br"]) == ("Por quê", "Diga o motivo")
    assert not document.dialogs["pedido"].internal


@pytest.mark.parametrize(
    ("one", "effects"),
    [
        (action("TicketStateSet", State="pending reminder", PendingTimeDiff="90000"),
         [SetState("pending-reminder", Span(1, 60), None)]),
        (action("TicketStateSet", StateID="2"), [SetState("closed-successful")]),
        (action("TicketQueueSet", Queue="Compras"), [SetQueue("compras")]),
        (action("TicketPrioritySet", Priority="4 high"), [SetPriority(4)]),
        (action("TicketOwnerSet", Owner="ana"), [SetOwner(user="ana")]),
        (action("TicketResponsibleSet", Responsible="ana"), [SetResponsible(user="ana")]),
        (action("TicketTypeSet", Type="RMA"), [SetKind("RMA")]),
        (action("TicketTitleSet", Title="Pedido <OTRS_TICKET_TicketNumber> {x}"),
         [SetTitle("Pedido {ticket.number} {{x}}")]),
        (action("DynamicFieldSet", Status="ok", UserID="1"), [SetField("status", "ok")]),
        (action("DynamicFieldSet", Status=""), [ClearField("status")]),
        (action("DynamicFieldRemove", Status="1"), [ClearField("status")]),
        (action("TicketWatchSet", Action="Subscribe", UserLogin="ana"), [AddWatcher(user="ana")]),
        (action("TicketArticleCreate", IsVisibleForCustomer="0", Subject="Nota", Body="Texto"),
         [AddNote({"pt-br": "**Nota**\n\nTexto"})]),
        (action("TicketArticleCreate", ArticleType="note-external", Body="<p>Olá <OTOBO_CUSTOMER_DATA_UserFirstname> "
                "<OTOBO_CUSTOMER_DATA_UserLastname></p>", MimeType="text/html"),
         [SendMessage({"pt-br": "Olá {requester.name}"})]),
        (action("ArticleSend", To="<OTRS_CUSTOMER_DATA_UserEmail>", Subject="S", Body="B"),
         [SendMessage({"pt-br": "**S**\n\nB"})]),
        (action("ArticleSend", To="Compras <compras@acme.example>", Subject="S", Body="B"),
         [SendMail(("compras@acme.example",), {"pt-br": "S"}, {"pt-br": "**S**\n\nB"})]),
    ],
)  # fmt: skip
def test_actions_become_effects(one: dict[str, Any], effects: list[object]) -> None:
    assert list(effects_of(one)) == effects


@pytest.mark.parametrize(
    "module",
    [
        "LinkAdd",
        "DynamicFieldPendingTimeSet",
        "ConfigItemUpdate",
        "AppointmentCreate",
        "ExecuteInvoker",
        "TicketCustomerSet",
        "Minha",
    ],
)
def test_an_action_without_equivalent_is_told_by_its_path_and_kept(module: str) -> None:
    file = order()
    file["TransitionActions"]["TA1"] = action(module, Coisa="valor", Lista=["a", "b"])
    imported = brought(file)
    assert [line.path for line in told(imported, "kept") if module in line.text] == ["TransitionActions.TA1"]
    assert 'TransitionActions.TA1.Config.Config.Coisa = "valor"' in imported.text
    assert 'TransitionActions.TA1.Config.Config.Lista[1] = "b"' in imported.text


def test_every_value_of_the_file_is_used_or_told_and_kept() -> None:
    file = order(Novidade={"Chave": "valor"})
    file["ActivityDialogs"]["AD1"]["Config"]["Permission"] = "note"
    file["Process"]["Config"]["Outra"] = ["x"]
    imported = brought(file)
    for path in (
        "Novidade.Chave",
        "ActivityDialogs.AD1.Config.Permission",
        "Process.Config.Outra[0]",
        "Process.Layout.A1.left",
    ):
        assert f"{path} = " in imported.text
    paths = {line.path for line in imported.report.lines}
    assert {
        "Novidade.Chave",
        "ActivityDialogs.AD1.Config.Permission",
        "Process.Config.Outra[0]",
        "Process.Layout.*",
    } <= paths


def test_names_that_the_desk_lacks_are_told_and_can_be_mapped() -> None:
    file = order()
    file["TransitionActions"]["TA1"] = action("TicketQueueSet", QueueID="7")
    file["TransitionActions"]["TA2"] = action("TicketStateSet", State="encerrado de vez")
    imported = brought(file)
    missing = {line.path for line in told(imported, "missing")}
    assert missing == {"TransitionActions.TA1.Config.Config.QueueID", "TransitionActions.TA2.Config.Config.State"}
    errors = {problem.code for problem in check(imported.document, NAMES) if problem.severity == "error"}
    assert errors == {"unknown_queue", "unknown_state"}
    mapped = {("queue", "7"): "n1", ("state", "encerrado de vez"): "closed-successful"}
    again = brought(file, Desk(DESK.states, DESK.queues, DESK.tools, DESK.agents, mapped))
    assert told(again, "missing") == []


def test_a_field_that_nothing_fills_is_told() -> None:
    file = order()
    file["Transitions"]["T2"] = condition({"DynamicField_Statuz": match("Aprovado")})
    lines = [line.path for line in told(brought(file), "told") if "fills it" in line.text]
    assert lines == ["DynamicField_Statuz"]


def test_the_tool_is_in_the_name_or_said() -> None:
    assert (brought(order()).document.tool, brought(order()).document.name["pt-br"]) == ("compras", "Pedido de livro")
    file = order()
    file["Process"]["Name"] = "Pedido"
    with pytest.raises(ImportRefused, match="--tool"):
        brought(file)
    assert brought(file, tool="rh").document.tool == "rh"


def test_texts_may_be_of_another_language() -> None:
    assert brought(order(), language="en").document.activities["fim"].name == {"pt-br": "Fim", "en": "Fim"}


def test_stages_follow_the_way_and_are_at_most_six() -> None:
    names = [f"A{index}" for index in range(10)]
    file = order(
        Activities={name: {"Name": f"Etapa {name}", "Config": {"ActivityDialog": {"1": "AD1"}}} for name in names},
        Transitions={name: condition({"DynamicField_Status": match(name)}) for name in names},
    )
    file["Process"]["Config"] |= {
        "StartActivity": "A0",
        "Path": {here: {here: {"ActivityEntityID": there}} for here, there in pairwise(names)},
    }
    document = brought(file).document
    assert len(document.stages) == 6
    order_of_stages = [document.activities[f"etapa-a{index}"].stage for index in range(10)]
    positions = [[stage.id for stage in document.stages].index(stage) for stage in order_of_stages]
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (0, 5)


def test_the_older_dump_with_everything_flat_comes_over() -> None:
    file = order()
    flat = {
        "Process": {"P1": {**file["Process"]["Config"], "Name": "Compras::Pedido", "State": "FadeAway"}},
        "Activity": {key: {"Name": one["Name"], **one["Config"]} for key, one in file["Activities"].items()},
        "ActivityDialog": {key: {"Name": one["Name"], **one["Config"]} for key, one in file["ActivityDialogs"].items()},
        "Transition": {key: one["Config"] for key, one in file["Transitions"].items()},
        "TransitionAction": {key: one["Config"] for key, one in file["TransitionActions"].items()},
    }
    imported = brought(flat)
    assert start(imported.document, {}, FACTS, NOW).visits == ("registrar", "aprovar")
    assert [line.path for line in told(imported, "told") if "FadeAway" in line.text] == ["Process.State"]


def test_the_same_file_always_gives_the_same_text() -> None:
    assert brought(order()).text == brought(order()).text
