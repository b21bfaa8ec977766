"""Documents to test with: a small one to change in a test, and the whole one of a real process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from balcao.processes.engine import Dialog, Document, DocumentInvalid, Names, parse

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
NAMES = Names(
    queues={"n1", "fiscal"},
    states={
        "novo": "new",
        "em-atendimento": "open",
        "aguardando-cliente": "waiting_customer",
        "resolvido": "resolved",
        "fechado": "closed",
    },
    tools={"emissor-fiscal"},
    roles={"coordenador"},
)
INVOICE_KEY = "35261112345678000195550010000035121000035123"


def said(portuguese: str) -> dict[str, str]:
    """A text in all languages, so that a test about something else is not told about translations."""
    return {"pt-br": portuguese, "en": f"{portuguese} (en)", "es": f"{portuguese} (es)"}


def activity(**changes: Any) -> dict[str, Any]:
    plain = {"name": said("Interno"), "customer_name": said("Para você"), "stage": "inicio", "state": "em-atendimento"}
    return {**plain, **changes}


def small(**changes: Any) -> dict[str, Any]:
    """A right document: one dialog, two activities, an end. Keys given replace those of the top."""
    return {
        "balcao": "process/1",
        "slug": "pedido",
        "tool": "emissor-fiscal",
        "name": said("Pedido"),
        "use_when": said("Você precisa pedir algo"),
        "stages": [{"id": "inicio", "name": said("Início")}, {"id": "fim", "name": said("Fim")}],
        "fields": {"motivo": {"type": "text", "label": said("Motivo")}},
        "start": {"activity": "receber", "dialog": "abrir"},
        "activities": {
            "receber": activity(
                state="novo",
                queue="n1",
                dialogs=["abrir", "concluir"],
                transitions=[{"dialog": "concluir", "to": "pronto"}],
            ),
            "pronto": activity(stage="fim", state="resolvido", end=True),
        },
        "dialogs": {
            "abrir": {
                "title": said("Descrição do Diálogo"),
                "submit": said("Enviar"),
                "fields": [{"use": "subject", "required": True}, {"use": "motivo"}],
            },
            "concluir": {"title": said("Concluir"), "for": "agent", "submit": said("Concluir")},
        },
        **changes,
    }


def text_of(document: Mapping[str, Any]) -> str:
    """JSON is YAML."""
    return json.dumps(document, ensure_ascii=False)


def read(**changes: Any) -> Document:
    return parse(text_of(small(**changes)))


def with_fields(fields: Mapping[str, Any], uses: list[Any], **stored: Any) -> tuple[Document, Dialog]:
    """A document whose only dialog asks for these fields."""
    labelled = {name: {"label": said(name), **declared} for name, declared in fields.items()}
    dialogs = {**small()["dialogs"], "abrir": {"title": said("T"), "submit": said("S"), "fields": uses}}
    document = read(fields=labelled, dialogs=dialogs, **stored)
    return document, document.start_dialog


def problems_of(text: str) -> list[tuple[str, str]]:
    """(path, code) of everything wrong with a text."""
    try:
        parse(text)
    except DocumentInvalid as invalid:
        return [(problem.path, problem.code) for problem in invalid.problems]
    return []


@cache
def invoice_text() -> str:
    return (FIXTURES / "nota-rejeitada.yaml").read_text(encoding="utf-8")


@cache
def invoice() -> Document:
    return parse(invoice_text())
