"""Conditions that name states or queues of the desk, or that always have the same answer."""

from __future__ import annotations

from collections.abc import Iterator

from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.checking.names import Names
from balcao.processes.engine.conditions import Environment, check_condition, compiled, never_true, verdict
from balcao.processes.engine.document import Document
from balcao.processes.engine.errors import ConditionInvalid
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.reading.links import conditions_of


def condition_problems(document: Document, names: Names) -> Iterator[Problem]:
    """Comparisons with what does not exist, and conditions that are no conditions."""
    options = {"ticket.state": frozenset(names.states), "ticket.queue": frozenset(names.queues)}
    environment = Environment(document.fields, options)
    for condition in conditions_of(document):
        try:
            check_condition(condition.source, environment)
        except ConditionInvalid as error:
            yield problem_at(document, condition.path, error.code, **error.params)
            continue
        tree = compiled(condition.source).tree
        if never_true(tree):
            yield problem_at(document, condition.path, "never")
        elif verdict(tree) is True:
            yield problem_at(document, condition.path, "always")
    yield from _never_shown(document)


def _never_shown(document: Document) -> Iterator[Problem]:
    for dialog in document.dialogs.values():
        for use in dialog.fields:
            if use.required and use.show_when and never_true(compiled(use.show_when.source).tree):
                yield problem_at(document, use.path, "required_hidden", field=use.field)
