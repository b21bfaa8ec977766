"""`check`: every problem of a document that can be read."""

from __future__ import annotations

from balcao.processes.engine.checking.conditions import condition_problems
from balcao.processes.engine.checking.graph import path_problems
from balcao.processes.engine.checking.names import Names
from balcao.processes.engine.checking.outside import outside_problems
from balcao.processes.engine.checking.texts import translation_problems
from balcao.processes.engine.checking.usage import usage_problems
from balcao.processes.engine.document import Document
from balcao.processes.engine.problems import DocumentInvalid, Problem, in_order
from balcao.processes.engine.reading import parse


def check(document: Document, names: Names) -> tuple[Problem, ...]:
    """What stands in the way of publishing (errors) and what deserves a look (warnings), in the order of the lines."""
    return in_order(
        (
            *outside_problems(document, names),
            *condition_problems(document, names),
            *path_problems(document, names),
            *usage_problems(document),
            *translation_problems(document),
        )
    )


def check_text(text: str, names: Names) -> tuple[Document | None, tuple[Problem, ...]]:
    """Reading and checking in one: the document if there is one, and everything to tell its author. Never raises."""
    try:
        document = parse(text)
    except DocumentInvalid as invalid:
        return None, invalid.problems
    return document, check(document, names)
