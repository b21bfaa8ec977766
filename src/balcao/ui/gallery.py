"""Sample values for the gallery: people, tickets and a form that look like the real ones, in Portuguese only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class GalleryForm(forms.Form):
    subject = forms.CharField(
        label="Assunto", max_length=140, help_text="Entre 5 e 140 letras", initial="Nota 3512 rejeitada"
    )
    email = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Senha", widget=forms.PasswordInput, required=False)
    reason = forms.ChoiceField(
        label="Motivo da rejeição",
        choices=[("", "Escolha"), ("204", "204 · Duplicidade de NF-e"), ("x", "Outro")],
        required=False,
    )
    retried = forms.ChoiceField(
        label="Já tentou emitir de novo?",
        widget=forms.RadioSelect,
        choices=[("yes", "Sim"), ("no", "Não"), ("unknown", "Não sei")],
    )
    when = forms.DateField(label="Desde quando", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    areas = forms.MultipleChoiceField(
        label="Onde acontece",
        widget=forms.CheckboxSelectMultiple,
        choices=[("web", "Navegador"), ("android", "Android"), ("ios", "iPhone")],
        required=False,
    )
    cpf = forms.CharField(label="CPF", required=False)
    body = forms.CharField(label="Descrição", widget=forms.Textarea)
    agree = forms.BooleanField(label="Manter conectado neste aparelho", required=False)
    attached = forms.FileField(label="Anexos", widget=ManyFilesInput, required=False)
    other = forms.CharField(
        label="Qual o outro motivo?",
        required=False,
        widget=forms.TextInput(attrs={"data-show-when": '["==",["field","reason"],["value","x"]]'}),
    )


def sample(now: datetime) -> dict[str, Any]:
    hour, day = timedelta(hours=1), timedelta(days=1)
    return {
        "hour_ago": now - hour,
        "recent": now - timedelta(minutes=12),
        "yesterday": now - day,
        "last_week": now - 5 * day,
        "soon": now + 3 * hour + timedelta(minutes=10),
        "tomorrow": now + day,
        "late": now - 2 * hour,
        "states": [
            ("new", "Recebido"),
            ("open", "Em atendimento"),
            ("waiting_customer", "Aguardando você"),
            ("waiting_third_party", "Aguardando terceiros"),
            ("resolved", "Resolvido"),
            ("closed", "Fechado"),
            ("cancelled", "Cancelado"),
            ("merged", "Juntado"),
        ],
        "steps": [
            {"name": "Recebido", "status": "done", "lines": ["23/11 10:12", "levou 20 min"]},
            {"name": "Análise", "status": "now", "lines": ["agora, há 1 dia", "aguardou você por 5 h"]},
            {"name": "Correção", "status": "next", "lines": ["prazo: até 8 h úteis"]},
            {"name": "Confirmação", "status": "next", "lines": []},
        ],
        "figures": [
            {"count": 5, "label": "Abertos", "href": "#", "note": "14 na Acme"},
            {"count": 1, "label": "Aguardando você", "href": "#", "note": "3 na Acme", "kind": "you"},
            {"count": 1, "label": "Resolvidos", "href": "#", "note": "4 na Acme"},
            {"count": 12, "label": "Fechados", "href": "#", "note": "87 na Acme"},
        ],
        "tabs": [
            {"label": "Todos", "href": "#", "count": 17, "current": True},
            {"label": "Abertos", "href": "#", "count": 5},
            {"label": "Fechados", "href": "#", "count": 12},
        ],
        "filters": [
            {"label": "Aguardando você", "href": "#", "count": 1, "icon": "turn-you", "current": True},
            {"label": "Com novidade", "href": "#", "count": 2},
            {"label": "Da empresa", "href": "#"},
        ],
        "shortcuts_shown": [
            {"label": "Nota rejeitada", "href": "#", "icon": "receipt"},
            {"label": "Folha: dúvida de cálculo", "href": "#", "icon": "hr"},
            {"label": "Falha na captura", "href": "#", "icon": "live"},
        ],
        "processes": [
            {
                "name": "Nota fiscal rejeitada pela SEFAZ",
                "href": "#",
                "use_when": "Use quando a SEFAZ recusou a nota e você precisa corrigir",
            },
            {
                "name": "Certificado digital",
                "href": "#",
                "use_when": "Use quando o certificado A1 venceu ou vai vencer",
            },
        ],
        "one_process": [{"name": "Folha: dúvida de cálculo", "href": "#"}],
        "catalogue": {
            "processes": [
                {
                    "name": "Nota fiscal rejeitada pela SEFAZ",
                    "tool": "Emissor Fiscal",
                    "icon": "receipt",
                    "url": "#1",
                    "use": "Use quando a SEFAZ recusou a nota",
                    "words": "nfe rejeição",
                },
                {
                    "name": "Corrigir ou cancelar nota fiscal",
                    "tool": "Emissor Fiscal",
                    "icon": "receipt",
                    "url": "#2",
                    "use": "Use quando a nota saiu com algum dado errado",
                    "words": "carta de correção",
                },
                {
                    "name": "Segunda via de nota fiscal",
                    "tool": "Faturamento",
                    "icon": "bill",
                    "url": "#3",
                    "use": "Reenvio de XML ou PDF já emitido",
                    "words": "boleto",
                },
            ],
            "tickets": [{"number": 10482, "subject": "Nota 3512 rejeitada", "url": "#4", "state": "Aguardando você"}],
        },
        "files": [
            {"name": "rejeicao-204.png", "href": "#", "size": 188_000, "kind": "image"},
            {"name": "DANFE-3512.pdf", "href": "#", "size": 98_304, "kind": "pdf", "note": "1 página"},
            {"name": "lote-novembro.zip", "href": "#", "size": 12_900_000, "kind": "zip"},
        ],
        "events": [
            {"who": "Ana", "text": "mudou a etapa para Análise", "at": now - day},
            {"who": "Ana", "text": "passou a cuidar do ticket", "at": now - day},
        ],
        "facts": [
            {"label": "Ferramenta", "value": "Emissor Fiscal"},
            {"label": "Aberto em", "at": now - 2 * day},
            {"label": "Prazo", "value": "qua, 25/11, 10:00", "muted": "pausado"},
            {"label": "Chave da nota", "value": "3526 1114 2001 6600 0187 5500 1000 0035 1210 4820 1173", "code": True},
        ],
        "people": [
            {"name": "Ana", "role": "Atendente"},
            {"name": "Marina Duarte", "role": "Solicitante, você", "you": True},
            {"name": "Rafael Nunes", "role": "Participante"},
        ],
        "actions": [
            {"label": "Ver o ticket", "href": "#", "kind": "primary"},
            {"label": "Abrir outro", "href": "#", "icon": "plus"},
        ],
    }
