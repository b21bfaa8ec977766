"""A problem at a path of a document that was read."""

from __future__ import annotations

from balcao.processes.engine.document import Document
from balcao.processes.engine.problems import Problem


def problem_at(document: Document, path: str, code: str, **params: str | int) -> Problem:
    """With the line of the path, or of what stands around it when nothing is written there."""
    place = path
    while place and place not in document.lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return Problem(path, document.lines.get(place, 1), code, params)
