"""A dialog of a process as a form: words by language, rules for the browser, errors in the reader's language."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from balcao.files.models import StoredFile
from balcao.front.dialog_fields import WIDGETS
from balcao.front.dialogs import DialogForm
from balcao.front.field_problems import SENTENCES, problem_text
from balcao.processes.engine import FIELD_PROBLEMS, Document, Facts, FieldProblem, OrganizationFacts, parse
from balcao.processes.engine.document import FIELD_TYPES
from tests.cast import NOW, REJECTED, Cast

EVERY_FIELD = (Path(__file__).parents[1] / "todos_os_campos.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def in_portuguese() -> Any:
    with translation.override("pt-br"):
        yield


def document(changes: dict[str, str] | None = None) -> Document:
    text = EVERY_FIELD
    for old, new in (changes or {}).items():
        text = text.replace(old, new)
    return parse(text)


def form_of(cast: Cast, typed: dict[str, Any] | None = None, **options: Any) -> DialogForm:
    definition = options.pop("definition", None) or document()
    dialog = definition.dialogs[options.pop("dialog", "abrir")]
    data = None
    if typed is not None:
        data = QueryDict(mutable=True)
        for name, value in typed.items():
            data.setlist(f"f-{name}", value if isinstance(value, list) else [value])
    return DialogForm(
        definition, dialog, options.pop("facts", Facts()), upload_owner=cast.marina, data=data, now=NOW, **options
    )


def test_every_type_of_field_has_a_control() -> None:
    assert set(FIELD_TYPES) - {"notice"} <= set(WIDGETS)


def test_every_sentence_of_the_engine_is_in_the_catalogue_word_for_word() -> None:
    sentences = {code: text for code, text in FIELD_PROBLEMS.items() if not re.fullmatch(r"%\(\w+\)s", text)}
    assert dict(SENTENCES) == sentences


@pytest.mark.parametrize("language", ["pt-br", "es"])
def test_every_sentence_is_translated(language: str) -> None:
    with translation.override(language):
        same = [code for code, text in SENTENCES.items() if translation.gettext(text) == text]
    assert same == []


def test_a_problem_of_a_document_is_said_in_the_words_of_its_library() -> None:
    assert problem_text(FieldProblem("cpf", "cpf", {"reason": "Informe 11 números."})) == "Informe 11 números."


def test_labels_and_help_follow_the_language(cast: Cast) -> None:
    with translation.override("es"):
        form = form_of(cast, definition=parse(REJECTED))
    assert [str(bound.label) for bound in form] == [
        "Asunto",
        "Descripción",
        "Motivo",
        "Número de la factura",
        "Adjuntos",
    ]


def test_the_rule_of_a_field_goes_to_the_browser_as_a_tree(cast: Cast) -> None:
    rules = {part.name: json.loads(part.show_when) for part in form_of(cast).parts if part.show_when}
    assert rules == {
        "qual": ["==", ["field", "perfil"], ["value", "outro"]],
        "termo": ["filled", "ciente"],
    }


def test_what_the_ticket_has_and_the_dialog_does_not_ask_for_is_put_into_the_rule(cast: Cast) -> None:
    definition = document({"fields: [{use: body}]": "fields: [{use: qual, show_when: 'fields.perfil == \"outro\"'}]"})
    form = form_of(cast, definition=definition, dialog="concluir", stored={"perfil": "outro"})
    assert [json.loads(part.show_when) for part in form.parts] == [["==", ["value", "outro"], ["value", "outro"]]]


def test_what_no_answer_could_bring_up_is_left_out(cast: Cast) -> None:
    definition = document({"{use: motivo}": "{use: motivo, show_when: 'requester.is_manager'}"})
    assert "motivo" not in [part.name for part in form_of(cast, definition=definition).parts]


def test_short_neighbours_share_a_line(cast: Cast) -> None:
    pairs = [[part.name for part in row] for row in form_of(cast).rows if len(row) == 2]
    assert pairs == [["quantidade", "valor"], ["inicio", "hora"], ["telefone", "cpf"], ["cnpj", "cep"]]


def test_a_notice_is_said_and_asks_for_nothing(cast: Cast) -> None:
    form = form_of(cast)
    assert [part.notice for part in form.parts if part.notice] == ["Confira os dados antes de enviar."]
    assert "Confira os dados antes de enviar." in render_to_string("front/dialog_form.html", {"form": form})


def test_stored_values_are_shown_as_people_write_them(cast: Cast) -> None:
    form = form_of(cast, stored={"cpf": "52998224725", "valor": "1234.50", "inicio": "2026-12-31", "modulos": ["nfe"]})
    html = render_to_string("front/dialog_form.html", {"form": form})
    assert 'value="529.982.247-25"' in html
    assert "1.234,50" in html
    assert 'value="2026-12-31"' in html
    assert re.search(r'value="nfe"[^>]*checked', html)


def test_wrong_answers_are_named_one_by_one_and_stay_on_the_page(cast: Cast) -> None:
    form = form_of(
        cast,
        {
            "subject": "Acesso",
            "body": "Preciso.",
            "nome": "Al",
            "quantidade": "muitos",
            "perfil": "outro",
            "modulos": ["nfe", "nfce", "nfse"],
            "cnpj": "12.ABC.345/01DE-99",
            "inicio": "2020-01-01",
        },
    )
    assert not form.is_valid()
    assert set(form.errors) == {"nome", "quantidade", "qual", "modulos", "cnpj", "inicio"}
    assert form.errors["qual"] == ["Preencha este campo."]
    assert form.errors["quantidade"] == ["Informe um número, como 10 ou 10,5."]
    assert form.errors["inicio"] == ["Escolha uma data a partir de 23/11/2026."]
    html = render_to_string("front/dialog_form.html", {"form": form})
    assert 'value="muitos"' in html
    assert "12.ABC.345/01DE-99" in html


def test_a_valid_form_gives_what_the_verbs_take(cast: Cast) -> None:
    upload = SimpleUploadedFile("nota.txt", b"texto")
    signed = SimpleUploadedFile("termo.pdf", b"%PDF-1.4")
    form = form_of(
        cast,
        {
            "subject": " Novo   acesso ",
            "body": "Preciso.",
            "nome": "Bruna",
            "quantidade": "1",
            "perfil": "emitir",
            "ciente": "on",
        },
        files=MultiValueDict({"f-attachments": [upload], "f-termo": [signed]}),
    )
    assert form.is_valid(), form.errors
    assert (form.subject, form.body) == ("Novo acesso", "Preciso.")
    assert [file.name for file in form.files] == ["nota.txt"]
    assert {name: [file.name for file in files] for name, files in form.answers.items()} == {"termo": ["termo.pdf"]}
    assert form.values["perfil"] == "emitir"


def test_a_file_for_a_field_that_is_not_shown_is_not_taken_along(cast: Cast) -> None:
    typed = {"subject": "Acesso", "body": "x", "nome": "Bruna", "quantidade": "1", "perfil": "emitir"}
    signed = SimpleUploadedFile("termo.pdf", b"%PDF-1.4")
    form = form_of(cast, typed, files=MultiValueDict({"f-termo": [signed]}))
    assert form.is_valid(), form.errors
    assert form.answers == {}


def test_a_field_for_one_file_keeps_the_first_and_says_so(cast: Cast) -> None:
    typed = {"subject": "Acesso", "body": "x", "nome": "Bruna", "quantidade": "1", "perfil": "emitir", "ciente": "on"}
    two = [SimpleUploadedFile(f"{number}.txt", b"texto") for number in range(2)]
    form = form_of(cast, typed, files=MultiValueDict({"f-termo": two}))
    assert not form.is_valid()
    assert form.errors["termo"] == ["Aqui cabe 1 arquivo. Ficou o primeiro."]
    assert [file.name for file in StoredFile.objects.all()] == ["0.txt"]


def place_form(cast: Cast, typed: dict[str, Any] | None = None) -> DialogForm:
    definition = document({"- {use: uf}": "- {use: cidade, required: true}"})
    return form_of(cast, typed, definition=definition, facts=Facts(organization=OrganizationFacts(slug="acme")))


@pytest.mark.parametrize(
    ("city", "state", "value"),
    [("Manaus", "AM", "Manaus/AM"), ("Manaus/AM", "", "Manaus/AM"), ("Manaus/AM", "AM", "Manaus/AM")],
)
def test_a_city_and_its_state_are_one_answer(cast: Cast, city: str, state: str, value: str) -> None:
    form = place_form(cast, {"cidade": city, "cidade.uf": state})
    form.is_valid()
    assert ("cidade" in form.errors, form.values["cidade"]) == (False, value)


@pytest.mark.parametrize(("city", "state"), [("Manaus", ""), ("", "AM"), ("Manaus", "XX"), ("Manaus/SP", "AM")])
def test_half_a_place_is_said_and_kept(cast: Cast, city: str, state: str) -> None:
    form = place_form(cast, {"cidade": city, "cidade.uf": state})
    assert not form.is_valid()
    assert form.errors["cidade"] == ["Escreva a cidade e escolha o estado, como Manaus/AM."]
    page = str(form.form["cidade"])
    assert f'value="{city.partition("/")[0]}' in page or not city
    assert ('value="AM" selected' in page) == (state == "AM")


def test_cities_of_earlier_tickets_that_one_is_on_are_suggested(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    mine, others = cast.ticket(), cast.ticket(by=cast.rafael)
    for ticket, city in ((mine, "Manaus/AM"), (others, "Natal/RN")):
        ticket.run["fields"]["cidade"] = city
        ticket.save()
    definition = document({"slug: todos-os-campos": "slug: nota-rejeitada", "- {use: uf}": "- {use: cidade}"})
    with django_assert_num_queries(1):
        form = form_of(cast, definition=definition, facts=Facts(organization=OrganizationFacts(slug="acme")))
    page = render_to_string("front/dialog_form.html", {"form": form})
    assert '<option value="Manaus/AM">' in page
    ids = re.findall(r'id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert "Natal" not in page
