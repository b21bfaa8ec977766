"""The page that describes the language says what the engine does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from balcao.processes.engine import FIELD_TYPES, PSEUDO_FIELDS, check, parse
from balcao.processes.engine.conditions.functions import FUNCTIONS, MACROS
from balcao.processes.engine.conditions.types import BARE, ROOTS, STATE_KINDS
from balcao.processes.engine.document import TRIGGERS
from balcao.processes.engine.placeholders import PLACEHOLDERS
from balcao.processes.engine.reading.effects import READERS as EFFECTS
from tests.processes.engine.documents import NAMES

PAGE = (Path(__file__).parents[3] / "docs/reference/process-document.md").read_text(encoding="utf-8")


def test_the_whole_example_has_nothing_wrong() -> None:
    example = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[-1]
    names = replace(NAMES, tools=frozenset({"portal-rh"}))
    assert check(parse(example), names) == ()


def test_every_word_of_the_language_is_described() -> None:
    words = [*FIELD_TYPES, *PSEUDO_FIELDS, *TRIGGERS, *EFFECTS, *ROOTS, *BARE, *STATE_KINDS]
    words += [member for members in ROOTS.values() for member in members]
    missing = [word for word in words if f"`{word}`" not in PAGE and f"`{word}." not in PAGE]
    missing += [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in PAGE]
    missing += [name for name in (*FUNCTIONS, *MACROS) if f"{name}(" not in PAGE]
    assert missing == []
