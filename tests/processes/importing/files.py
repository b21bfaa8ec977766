"""Process files as Znuny and OTOBO export them, small enough to change in a test; and samples, where there are any."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from balcao.processes.importing import Desk, Imported, Named, Options, convert

DESK = Desk(
    states={
        "novo": Named("Novo", "new", True),
        "em-atendimento": Named("Em atendimento", "open", True),
        "closed-successful": Named("Encerrado", "closed"),
        "pending-reminder": Named("Em espera", "waiting_third_party"),
    },
    queues={"n1": Named("N1"), "compras": Named("Compras"), "servico-ti": Named("Serviço::TI")},
    tools=frozenset({"compras"}),
    agents=frozenset({"ana"}),
)
SAMPLES = Path(os.environ.get("BALCAO_SAMPLES", "/nonexistent"))
ACTION = "Kernel::System::ProcessManagement::TransitionAction::"


def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.yml")) if SAMPLES.is_dir() else []


def field(display: str = "1", default: str = "", **more: Any) -> dict[str, Any]:
    return {"Display": display, "DefaultValue": default, "DescriptionShort": "", "DescriptionLong": "", **more}


def dialog(name: str, fields: dict[str, Any], *interfaces: str, **config: Any) -> dict[str, Any]:
    shown = [f"{who}Interface" for who in interfaces or ("Agent",)]
    return {
        "Name": name,
        "EntityID": f"AD-{name}",
        "Config": {
            "DescriptionShort": name,
            "DescriptionLong": "",
            "FieldOrder": list(fields),
            "Fields": fields,
            "Interface": shown,
            "Permission": "",
            "RequiredLock": "0",
            "SubmitAdviceText": "",
            "SubmitButtonText": "",
            **config,
        },
    }


def condition(fields: dict[str, Any], kind: str = "and", linking: str = "and") -> dict[str, Any]:
    return {"Name": "T", "Config": {"Condition": {"1": {"Type": kind, "Fields": fields}}, "ConditionLinking": linking}}


def match(value: Any, kind: str = "String") -> dict[str, Any]:
    return {"Match": value, "Type": kind}


def action(module: str, **parameters: Any) -> dict[str, Any]:
    return {"Name": module, "Config": {"Module": ACTION + module, "Config": parameters}}


def order(**changes: Any) -> dict[str, Any]:
    """«Compras::Pedido de livro»: record, approve, end. Keys given replace those of the top."""
    plain = {
        "Process": {
            "Name": "Compras::Pedido de livro",
            "EntityID": "Process-1",
            "State": "Active",
            "StateEntityID": "S1",
            "Layout": {"A1": {"left": "10", "top": "20"}},
            "Activities": ["A1", "A2", "A3"],
            "Config": {
                "Description": "Para pedir um livro",
                "StartActivity": "A1",
                "StartActivityDialog": "AD1",
                "Path": {
                    "A1": {"T1": {"ActivityEntityID": "A2", "TransitionAction": ["TA1"]}},
                    "A2": {"T2": {"ActivityEntityID": "A3", "TransitionAction": ["TA2"]}},
                    "A3": {},
                },
            },
        },
        "Activities": {
            "A1": {"Name": "Registrar", "ActivityDialogs": ["AD1"], "Config": {"ActivityDialog": {"1": "AD1"}}},
            "A2": {"Name": "Aprovar", "Config": {"ActivityDialog": {"1": "AD2"}}},
            "A3": {"Name": "Fim", "Config": {}},
        },
        "ActivityDialogs": {
            "AD1": dialog(
                "Pedido",
                {
                    "DynamicField_Title1": field("2"),
                    "DynamicField_Status": field("0", "Pedido feito"),
                    "Article": field("2", Config={"ArticleType": "note-external"}),
                },
                "Agent",
                "Customer",
            ),
            "AD2": dialog("Decisão", {"DynamicField_Status": field("2")}),
        },
        "Transitions": {
            "T1": condition({"DynamicField_Status": match("Pedido feito")}),
            "T2": condition({"DynamicField_Status": match("Aprovado")}),
        },
        "TransitionActions": {
            "TA1": action("TicketQueueSet", Queue="Compras"),
            "TA2": action("TicketStateSet", State="closed successful"),
        },
    }
    return {**plain, **changes}


def text_of(file: dict[str, Any]) -> str:
    return str(yaml.safe_dump(file, allow_unicode=True))


def brought(file: dict[str, Any], desk: Desk = DESK, **options: str) -> Imported:
    return convert(text_of(file), desk, Options(**options))


def with_condition(transition: dict[str, Any]) -> Imported:
    """The order process with another first transition."""
    file = order()
    file["Transitions"]["T1"] = transition
    return brought(file)


def first_condition(transition: dict[str, Any]) -> str:
    """What the first transition became."""
    document = with_condition(transition).document
    when = document.activities["registrar"].transitions[0].when
    return when.source if when else ""


def effects_of(*actions: dict[str, Any]) -> tuple[object, ...]:
    """What the first transition does with these actions."""
    file = order(TransitionActions={f"TA{index}": one for index, one in enumerate(actions)})
    file["Process"]["Config"]["Path"] = {
        "A1": {"T1": {"ActivityEntityID": "A3", "TransitionAction": [f"TA{index}" for index in range(len(actions))]}}
    }
    return brought(file).document.activities["registrar"].transitions[0].do
