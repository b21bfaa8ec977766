"""Names that point inside the document, and its conditions: after this, a document can run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from balcao.processes.engine.conditions import Environment, check_condition, compiled
from balcao.processes.engine.conditions.static import fields_read
from balcao.processes.engine.document import PSEUDO_FIELDS, Activity, Condition, Dialog, Document, Transition
from balcao.processes.engine.effects import DocumentEffect, SetState, Wait
from balcao.processes.engine.errors import ConditionInvalid
from balcao.processes.engine.place import guess
from balcao.processes.engine.problems import Problem
from balcao.processes.engine.reading.asking import RESERVED_TIMER


def note_broken_links(document: Document, problems: list[Problem]) -> None:
    """Note every inner name that leads nowhere and every condition that cannot be used."""
    links = _Links(document, problems)
    links.start()
    for activity in document.activities.values():
        links.activity(activity)
    for dialog in document.dialogs.values():
        links.dialog(dialog)
    links.enter_cycles()


def conditions_of(document: Document) -> Iterator[Condition]:
    """Every condition of a document, in order."""
    for activity in document.activities.values():
        for transition in activity.transitions:
            if transition.when:
                yield transition.when
    for dialog in document.dialogs.values():
        for use in dialog.fields:
            yield from (one for one in (use.show_when, use.required_when) if one)
            yield from (rule.when for rule in use.valid_when)


def effects_of(document: Document) -> Iterator[tuple[str, DocumentEffect]]:
    """Every effect that a document asks for, with its path: of transitions, then of dialogs."""
    for activity in document.activities.values():
        for transition in activity.transitions:
            for index, effect in enumerate(transition.do):
                yield f"{transition.path}.do[{index}]", effect
    for dialog in document.dialogs.values():
        for index, effect in enumerate(dialog.do):
            yield f"dialogs.{dialog.id}.do[{index}]", effect


class _Links:
    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self._document = document
        self._problems = problems
        self._environment = Environment(document.fields)
        self._timers = _timers_set(document)

    def _note(self, path: str, code: str, params: Mapping[str, str | int]) -> None:
        lines = self._document.lines
        self._problems.append(Problem(path, lines.get(path, lines.get(path.rpartition(".")[0], 0)), code, params))

    def _known(self, path: str, kind: str, name: str, known: Collection[str]) -> None:
        # An empty name was noted when it was read.
        if name and name not in known:
            self._note(path, f"unknown_{kind}", {"name": name, "guess": guess(name, known)})

    def start(self) -> None:
        start, document = self._document.start, self._document
        self._known("start.activity", "activity", start.activity, document.activities)
        self._known("start.dialog", "dialog", start.dialog, document.dialogs)
        activity = document.activities.get(start.activity)
        if activity and start.dialog in document.dialogs and start.dialog not in activity.dialogs:
            self._note("start.dialog", "start_not_offered", {"dialog": start.dialog})

    def activity(self, activity: Activity) -> None:
        path = f"activities.{activity.id}"
        self._known(f"{path}.stage", "stage", activity.stage, {stage.id for stage in self._document.stages})
        for index, dialog in enumerate(activity.dialogs):
            self._known(f"{path}.dialogs[{index}]", "dialog", dialog, self._document.dialogs)
        for transition in activity.transitions:
            self._transition(activity, transition)

    def _transition(self, activity: Activity, transition: Transition) -> None:
        self._known(f"{transition.path}.to", "activity", transition.to or "", self._document.activities)
        if transition.dialog and transition.dialog not in activity.dialogs:
            self._note(f"{transition.path}.dialog", "dialog_not_here", {"dialog": transition.dialog})
        self._timer(transition)
        self._condition(transition.when)

    def _timer(self, transition: Transition) -> None:
        """A timer by name must be set by something in the process."""
        if transition.timer is not None and transition.timer not in self._timers:
            known = self._timers
            name = transition.timer
            self._note(f"{transition.path}.timer", "unknown_timer", {"name": name, "guess": guess(name, known)})

    def _condition(self, condition: Condition | None, later: Collection[str] = ()) -> None:
        if condition is None:
            return
        try:
            tree = check_condition(condition.source, self._environment)
            compiled(condition.source)
        except ConditionInvalid as error:
            if not self._reads_wrong_field(condition.source):
                self._note(condition.path, error.code, error.params)
            return
        for name, _at in fields_read(tree):
            if name in later:
                self._note(condition.path, "later_field", {"field": name})

    def _reads_wrong_field(self, source: str) -> bool:
        """Whether a condition stands on a field whose own declaration is wrong: then that is the thing to mend."""
        try:
            names = {name for name, _at in fields_read(compiled(source).tree)}
        except ConditionInvalid:
            return False
        wrong = tuple(f"fields.{name}." for name in names)
        return any(problem.path.startswith(wrong) for problem in self._problems if wrong)

    def dialog(self, dialog: Dialog) -> None:
        known = (*self._document.fields, *PSEUDO_FIELDS)
        names = [use.field for use in dialog.fields]
        for index, use in enumerate(dialog.fields):
            self._known(f"{use.path}.use", "field", use.field, known)
            self._condition(use.show_when, names[index:])
            self._condition(use.required_when, names[index:])
            for rule in use.valid_when:
                self._condition(rule.when)

    def enter_cycles(self) -> None:
        """Automatic transitions without a condition that come back to where they began would never stop."""
        leads = {activity.id: _led_on(activity) for activity in self._document.activities.values()}
        for first in leads:
            seen: set[str] = set()
            here: str | None = first
            while here is not None and here not in seen:
                seen.add(here)
                here = leads.get(here)
            if here == first:
                self._note(f"activities.{first}", "enter_cycle", {"activity": first})


def _timers_set(document: Document) -> frozenset[str]:
    found = set()
    for _path, effect in effects_of(document):
        if isinstance(effect, Wait):
            found.add(effect.timer)
        elif isinstance(effect, SetState) and effect.pending:
            found.add(RESERVED_TIMER)
    return frozenset(found)


def _led_on(activity: Activity) -> str | None:
    """Where entering the activity leads at once and always."""
    first = next((one for one in activity.transitions if one.on == "enter"), None)
    return first.to if first and first.when is None else None
