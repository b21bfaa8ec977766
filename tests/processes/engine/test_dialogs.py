"""A dialog as a whole: what it shows, what it asks for, what it keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balcao.processes.engine import (
    DocumentInvalid,
    Facts,
    RequesterFacts,
    TicketFacts,
    clean_values,
    initial_values,
    parse,
    visible_fields,
)
from tests.processes.engine.documents import INVOICE_KEY, NOW, invoice, said, small, text_of, with_fields

FACTS = Facts()
OPTIONS = [{"id": "sim", "label": said("Sim")}, {"id": "nao", "label": said("Não")}]
FIELDS = {
    "primeiro": {"type": "choice", "options": OPTIONS},
    "segundo": {"type": "text"},
    "terceiro": {"type": "text"},
    "aviso": {"type": "notice"},
}
USES = [
    {"use": "primeiro", "required": True},
    {"use": "segundo", "required": True, "show_when": 'fields.primeiro == "sim"'},
    {"use": "terceiro", "required": True, "show_when": "filled.segundo"},
    {"use": "aviso", "show_when": "filled.terceiro"},
]


def test_the_first_dialog_of_the_invoice_process_is_kept_whole() -> None:
    document = invoice()
    raw: dict[str, str | list[str]] = {
        "subject": " Nota 3512\nrejeitada ",
        "body": "A SEFAZ recusou.\r\n",
        "chave": INVOICE_KEY,
        "motivo": "outro",
        "codigo": "539",
        "destinatario": "isto não aparece",
        "valor": "12.345,60",
        "parada": "on",
        "attachments": ["a1", "a2"],
        "unknown": "x",
    }
    cleaned = clean_values(document, document.start_dialog, raw, FACTS, NOW)
    assert cleaned.problems == ()
    assert cleaned.values == {
        "subject": "Nota 3512 rejeitada",
        "body": "A SEFAZ recusou.",
        "chave": INVOICE_KEY,
        "motivo": "outro",
        "codigo": "539",
        "valor": "12345.60",
        "parada": True,
        "attachments": ["a1", "a2"],
    }
    assert cleaned.shown == (
        *("subject", "body", "chave", "motivo", "codigo", "valor", "aviso_prazo", "parada", "attachments"),
    )


def test_an_empty_dialog_tells_every_field_at_once() -> None:
    document = invoice()
    cleaned = clean_values(document, document.start_dialog, {}, FACTS, NOW)
    assert [(problem.field, problem.code) for problem in cleaned.problems] == [
        ("subject", "required"),
        ("body", "required"),
        ("chave", "required"),
        ("motivo", "choose"),
    ]


def test_hidden_fields_are_dropped_and_never_required() -> None:
    document, dialog = with_fields(FIELDS, USES)
    cleaned = clean_values(document, dialog, {"primeiro": "nao", "segundo": "x", "terceiro": "y"}, FACTS, NOW)
    assert (cleaned.values, cleaned.shown, cleaned.problems) == ({"primeiro": "nao"}, ("primeiro",), ())


def test_fields_appear_one_after_the_other() -> None:
    document, dialog = with_fields(FIELDS, USES)
    seen = [
        clean_values(document, dialog, dict(raw), FACTS, NOW).shown
        for raw in (
            {"primeiro": "sim"},
            {"primeiro": "sim", "segundo": "x"},
            {"primeiro": "sim", "segundo": "x", "terceiro": "y"},
        )
    ]
    assert seen == [
        ("primeiro", "segundo"),
        ("primeiro", "segundo", "terceiro"),
        ("primeiro", "segundo", "terceiro", "aviso"),
    ]


def test_a_wrong_value_counts_as_empty_for_what_follows() -> None:
    document, dialog = with_fields(FIELDS, USES)
    cleaned = clean_values(document, dialog, {"primeiro": "sim", "segundo": "x" * 501}, FACTS, NOW)
    assert cleaned.shown == ("primeiro", "segundo")
    assert [problem.code for problem in cleaned.problems] == ["too_long"]


def test_the_page_and_the_sending_agree_on_what_is_shown() -> None:
    document, dialog = with_fields(FIELDS, USES)
    for raw in ({}, {"primeiro": "sim"}, {"primeiro": "sim", "segundo": "x"}, {"primeiro": "nao", "segundo": "x"}):
        cleaned = clean_values(document, dialog, dict(raw), FACTS, NOW)
        assert visible_fields(document, dialog, cleaned.values, FACTS, NOW) == cleaned.shown


def test_conditions_see_what_the_ticket_already_has_but_not_what_is_asked_again() -> None:
    document, dialog = with_fields(FIELDS, USES)
    asking_second = replace(dialog, fields=dialog.fields[1:2])
    shown = visible_fields(document, asking_second, {}, FACTS, NOW, stored={"primeiro": "sim"})
    assert shown == ("segundo",)
    stored = {"primeiro": "sim", "segundo": "velho"}
    assert clean_values(document, dialog, {"primeiro": "nao"}, FACTS, NOW, stored=stored).shown == ("primeiro",)


def test_a_dialog_opens_with_what_the_ticket_has_then_defaults_then_nothing() -> None:
    fields = {
        "a": {"type": "text"},
        "b": {"type": "text"},
        "dia": {"type": "date"},
        "itens": {"type": "multiple", "options": OPTIONS},
        "nota": {"type": "notice"},
    }
    uses = [
        {"use": "a", "default": "padrão"},
        {"use": "b", "default": "padrão"},
        {"use": "dia", "default": "today"},
        {"use": "itens", "default": ["nao", "sim"]},
        {"use": "nota"},
        {"use": "attachments"},
    ]
    document, dialog = with_fields(fields, uses)
    assert initial_values(document, dialog, FACTS, NOW, stored={"a": "do ticket"}) == {
        "a": "do ticket",
        "b": "padrão",
        "dia": "2026-11-20",
        "itens": ["sim", "nao"],
        "attachments": [],
    }


def test_a_condition_that_fails_shows_its_field() -> None:
    uses = [
        {"use": "n"},
        {"use": "texto", "show_when": "fields.n * 2.0 > 1.0 && ticket.priority * 9007199254740992 > 1"},
    ]
    document, dialog = with_fields({"n": {"type": "number"}, "texto": {"type": "text"}}, uses)
    facts = Facts(ticket=TicketFacts(priority=2**40))
    assert visible_fields(document, dialog, {"n": "1"}, facts, NOW) == ("n", "texto")


def test_conditions_may_ask_who_is_writing() -> None:
    uses = [{"use": "texto", "show_when": "requester.is_manager"}]
    document, dialog = with_fields({"texto": {"type": "text"}}, uses)
    manager = Facts(requester=RequesterFacts(is_manager=True))
    assert visible_fields(document, dialog, {}, manager, NOW) == ("texto",)
    assert visible_fields(document, dialog, {}, FACTS, NOW) == ()


def test_an_optional_subject_may_be_short_and_none_may_be_long() -> None:
    document, dialog = with_fields({}, [{"use": "subject"}])
    assert clean_values(document, dialog, {"subject": "Oi"}, FACTS, NOW).problems == ()
    long = clean_values(document, dialog, {"subject": "x" * 141}, FACTS, NOW).problems
    assert [(problem.code, problem.params) for problem in long] == [("too_long", {"limit": 140, "count": 141})]


def test_a_field_cannot_wait_for_one_that_comes_later() -> None:
    uses = [{"use": "b", "show_when": "filled.a"}, {"use": "a"}]
    fields = {name: {"type": "text", "label": said(name)} for name in ("a", "b")}
    dialogs = {**small()["dialogs"], "abrir": {"title": said("T"), "submit": said("S"), "fields": uses}}
    with pytest.raises(DocumentInvalid) as refused:
        parse(text_of(small(fields=fields, dialogs=dialogs)))
    assert [(problem.code, problem.params) for problem in refused.value.problems] == [("later_field", {"field": "a"})]
