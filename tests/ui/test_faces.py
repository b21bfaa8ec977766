from __future__ import annotations

import pytest
from django.utils import translation

from balcao.ui.faces import STATES, TOOL_ICONS, file_icon, file_size, initials, tool_icon
from balcao.ui.joining import PARTS


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marina Duarte", "MD"),
        ("Ana", "A"),
        ("João da Silva e Souza", "JS"),
        ("érica lima", "ÉL"),
        ("", "?"),
        ("de", "?"),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("size", "portuguese", "english"),
    [
        (0, "0\xa0KB", "0\xa0KB"),
        (1, "1\xa0KB", "1\xa0KB"),
        (188_000, "184\xa0KB", "184\xa0KB"),
        (1_258_291, "1,2\xa0MB", "1.2\xa0MB"),
        (52_428_800, "50\xa0MB", "50\xa0MB"),
        (3_221_225_472, "3\xa0GB", "3\xa0GB"),
    ],
)
def test_sizes_follow_the_language(size: int, portuguese: str, english: str) -> None:
    with translation.override("pt-br"):
        assert file_size(size) == portuguese
    with translation.override("es"):
        assert file_size(size) == portuguese
    with translation.override("en"):
        assert file_size(size) == english


@pytest.mark.parametrize(
    ("name", "icon"),
    [
        ("a.PNG", "image"),
        ("image/jpeg", "image"),
        ("nota.pdf", "pdf"),
        ("application/pdf", "pdf"),
        ("lote.zip", "zip"),
        ("dados.csv", "sheet"),
        ("nota-nfe.xml", "text"),
        ("semtipo", "file"),
        ("application/x-strange", "file"),
    ],
)
def test_a_file_has_the_icon_of_its_kind(name: str, icon: str) -> None:
    assert file_icon(name) == icon


def test_a_tool_with_an_unknown_icon_gets_the_question_mark() -> None:
    assert tool_icon("receipt") == "receipt"
    assert tool_icon("spaceship") == "other"


def test_every_icon_that_code_names_is_in_the_sprite() -> None:
    sprite = (PARTS / "icons.svg").read_text()
    named = TOOL_ICONS | {face.icon for face in STATES.values()} | {"image", "zip", "sheet", "text", "pdf", "file"}
    assert {name for name in named if f'id="{name}"' not in sprite} == set()
