from __future__ import annotations

import unicodedata

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from balcao.lib.refused import Refused
from balcao.lib.texts import Texts, check_texts, fold, pick, snippet

ALL = {"pt-br": "Recebido", "en": "Received", "es": "Recibido"}


@pytest.mark.parametrize(
    ("texts", "language", "wording"),
    [
        (ALL, "en", "Received"),
        (ALL, "es-mx", "Recibido"),
        (ALL, "pt", "Recebido"),
        (ALL, "pt-pt", "Recebido"),
        (ALL, "PT_BR", "Recebido"),
        (ALL, "de", "Recebido"),
        (ALL, None, "Recebido"),
        (ALL, "", "Recebido"),
        ({"en": "Received", "es": "Recibido"}, "pt-br", "Received"),
        ({"en": "", "es": "Recibido"}, "en", "Recibido"),
        ({"en": "  "}, "en", ""),
        ({}, "en", ""),
    ],
)
def test_a_reader_gets_the_nearest_wording(texts: Texts, language: str | None, wording: str) -> None:
    assert pick(texts, language) == wording


def test_another_fallback_may_be_named() -> None:
    assert pick(ALL, "de", fallback="es") == "Recibido"


def test_right_texts_have_no_problems() -> None:
    assert check_texts(ALL) == []
    assert check_texts({"zh-hant-tw": "已收到", "es-419": "Recibido"}) == []


@pytest.mark.parametrize(
    "value", [None, "Recebido", [], {}, {"pt-BR": "x"}, {"": "x"}, {1: "x"}, {"en": ""}, {"en": 3}]
)
def test_each_problem_of_texts_is_a_sentence(value: object) -> None:
    (problem,) = check_texts(value)

    assert problem.endswith(".")


def test_every_problem_is_named() -> None:
    assert len(check_texts({"EN": "x", "es": " ", "pt-br": "Recebido"})) == 2


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Emissão   Fiscal\n", "emissao fiscal"),
        ("ÁÉÍÓÚ ÇÃÕ Ü Ñ", "aeiou cao u n"),
        ("A\u0301gua", "agua"),
        ("Straße", "strasse"),
        ("nº 10482", "no 10482"),
        ("İstanbul", "istanbul"),
        ("Łódź Ørsted", "lodz orsted"),
        ("bio\u00admetria fa\u200bcial", "biometria facial"),
        ("a\u00a0b", "a b"),
        ("", ""),
    ],
)
def test_folding_forgets_accents_case_and_blanks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)

    assert fold(once) == once
    assert fold(text.upper().lower()) == fold(once.upper().lower())
    assert not any(unicodedata.combining(char) for char in once if unicodedata.category(char) == "Mn")


@given(st.text(), st.integers(0, 80))
def test_a_snippet_keeps_to_its_length_and_its_line(text: str, length: int) -> None:
    short = snippet(text, length)

    assert len(short) <= length
    assert len(short.splitlines()) <= 1


def test_a_snippet_ends_between_words() -> None:
    assert snippet("A SEFAZ recusou a nota, de novo", 24) == "A SEFAZ recusou a nota…"
    assert snippet("curta", 5) == "curta"
    assert snippet("duas\nlinhas", 50) == "duas linhas"
    assert snippet("palavracompridademais", 8) == "palavra…"
    assert snippet("a palavracompridademais", 12) == "a palavraco…"


def test_a_refusal_is_worded_in_the_language_of_its_reader() -> None:
    refusal = Refused(gettext_lazy("Write the text in at least one language."))

    with translation.override("en"):
        assert refusal.message == "Write the text in at least one language."
    with translation.override("pt-br"):
        assert refusal.message == str(refusal) == "Escreva o texto em pelo menos um idioma."
    assert Refused("Ticket fechado.").message == "Ticket fechado."
