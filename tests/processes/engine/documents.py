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


def everything() -> dict[str, Any]:
    """A right document in which each effect, each trigger and each key of a dialog is used once."""
    number = {"type": "number", "label": said("Vezes")}
    fields = {
        "motivo": {"type": "choice", "label": said("Motivo"), "options": [{"id": "a", "label": said("A")}]},
        "vezes": number,
        "email": {"type": "email", "label": said("E-mail")},
        "cidade": {"type": "city", "label": said("Cidade")},
        "pessoa": {"type": "person", "label": said("Pessoa")},
        "nota": {"type": "text", "label": said("Nota")},
    }
    effects: list[dict[str, Any]] = [
        {"set_state": {"state": "aguardando-cliente", "for": "2 business days", "then": "resolvido"}},
        {"set_queue": "fiscal"},
        {"set_owner": {"role": "coordenador"}},
        {"set_responsible": {"user": "ana"}},
        {"set_priority": "4"},
        {"set_title": "Pedido de {requester.name}"},
        {"set_kind": "Incidente"},
        {"set_field": {"field": "nota", "value": "{ticket.number}"}},
        {"clear_field": "cidade"},
        {"increment_field": "vezes"},
        {"copy_field": {"from": "requester.email", "to": "email"}},
        {"add_note": {"text": said("Nota {fields.vezes}")}},
        {"send_message": {"text": said("Mensagem")}},
        {
            "send_mail": {
                "to": ["requester", "queue", "fiscal@acme.example"],
                "subject": said("Pedido {ticket.number}"),
                "text": said("Olá"),
            }
        },
        {"add_participant": "manager"},
        {"add_watcher": {"role": "coordenador"}},
        {"new_ticket": {"process": "outro", "subject": "De {ticket.number}", "text": "x", "fields": {"mail": "email"}}},
        {"link_ticket": "{fields.nota}"},
        {"webhook": {"url": "https://example.com/balcao", "data": {"numero": "{ticket.number}"}}},
        {"wait": {"timer": "lembrete", "for": "4h"}},
        {"ask_approval": {"question": said("Aprova {fields.nota}?")}},
    ]
    waiting = activity(
        transitions=[
            {"on": "timer", "timer": "lembrete", "do": [{"add_note": {"text": said("Parado")}}]},
            {"on": "timer", "timer": "pending", "to": "pronto"},
            {"on": "timer", "after": "2d", "to": "receber"},
            {"on": "approval", "decision": "approved", "to": "pronto"},
            {"on": "approval", "decision": "refused", "to": "receber"},
            {"on": "reply", "by": "customer", "to": "receber"},
            {"on": "state", "state": "fechado", "to": "pronto"},
            {"on": "enter", "when": 'fields.motivo == "a" && fields.vezes > 100', "to": "pronto"},
        ]
    )
    uses: list[dict[str, Any]] = [
        {"use": "subject", "required": True},
        {"section": said("Quem")},
        {"use": "email", "default": {"from": "requester.email"}, "read_only": True},
        {"use": "motivo"},
        {"use": "pessoa", "required_when": 'fields.motivo == "a"', "show_when": "filled.motivo"},
        {"section": said("Quanto")},
        {"use": "vezes", "valid_when": {"when": "fields.vezes < 10", "message": said("No máximo 9 vezes.")}},
    ]
    return small(
        fields=fields,
        activities={
            "receber": activity(
                state="novo",
                queue="n1",
                dialogs=["abrir", "concluir"],
                transitions=[{"dialog": "concluir", "do": effects, "to": "esperar"}],
            ),
            "esperar": waiting,
            "pronto": activity(
                stage="fim", state="resolvido", end=True, transitions=[{"on": "reopen", "to": "receber"}]
            ),
        },
        dialogs={
            "abrir": {"title": said("T"), "submit": said("Enviar"), "fields": uses, "short": said("Curto")},
            "concluir": {
                "title": said("Concluir"),
                "for": ["customer", "agent"],
                "permission": {"customer": "manager", "agent": "assign"},
                "advice": said("Depois não volta."),
                "submit": said("Concluir"),
            },
        },
    )
