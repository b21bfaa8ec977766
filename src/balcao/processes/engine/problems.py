"""What may be wrong with a document, as codes with English sentences that a surface translates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from balcao.processes.engine.problem_texts import PROBLEMS
from balcao.processes.engine.words import Translate, filled

Severity = Literal["error", "warning"]
MAX_PROBLEMS = 200
"""More would not be read; a document with so many has one cause."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place: `path` such as `activities.triagem.transitions[0].when`, `line` from 1."""

    path: str
    line: int
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return "warning" if PROBLEMS[self.code].warning else "error"

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return PROBLEMS[self.code].message % self.params

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return PROBLEMS[self.code].hint % self.params

    def told(self, translate: Translate) -> tuple[str, str]:
        """Message and hint in the reader's language: `translate` is `gettext`."""
        texts = PROBLEMS[self.code]
        message, hint = (filled(text, self.params, translate) for text in (texts.message, texts.hint))
        return message, hint

    def __str__(self) -> str:
        return f"line {self.line}: {self.path or 'document'}: {self.message} {self.hint}".rstrip()


class DocumentInvalid(Exception):
    """A text that is not a process document, with everything that is wrong with it, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by line, errors before warnings of the same line, without repetitions."""
    found: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        found.setdefault((problem.path, problem.code + repr(sorted(problem.params.items()))), problem)
    ordered = sorted(found.values(), key=lambda problem: (problem.line, problem.severity, problem.path))
    return tuple(ordered[:MAX_PROBLEMS])
