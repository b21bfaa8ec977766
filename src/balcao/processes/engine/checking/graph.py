"""The paths of a process: what can be reached, what has no way out, where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeGuard

from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.checking.names import Names
from balcao.processes.engine.document import Activity, Document, Transition
from balcao.processes.engine.effects import AskApproval, DocumentEffect, SetState, Wait
from balcao.processes.engine.problems import Problem

_ANY = frozenset({"dialog", "reply", "state", "reopen"})
CLOSING_KINDS = frozenset({"resolved", "closed", "cancelled"})


def path_problems(document: Document, names: Names) -> Iterator[Problem]:
    """What is wrong with the ways through the process."""
    reached = reachable(document)
    yield from _unreached(document, reached)
    yield from _without_end(document, reached)
    for activity in document.activities.values():
        yield from _shadowed(document, activity)
        yield from _closing(document, activity, names)
        yield from _unheard(document, activity)
    yield from _start_skipped(document)


def ways(document: Document) -> dict[str, tuple[str, ...]]:
    """Activity → the activities that its transitions lead to."""
    return {
        activity.id: tuple(one.to for one in activity.transitions if one.to)
        for activity in document.activities.values()
    }


def reachable(document: Document) -> set[str]:
    """The activities that a ticket can come to."""
    return _from([document.start.activity], ways(document))


def _from(beginnings: list[str], leads: Mapping[str, tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(beginnings)
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(leads.get(here, ()))
    return seen


def _unreached(document: Document, reached: set[str]) -> Iterator[Problem]:
    for activity in document.activities:
        if activity not in reached:
            yield problem_at(document, f"activities.{activity}", "unreachable", activity=activity)
    walked = {document.activities[activity].stage for activity in reached}
    for index, stage in enumerate(document.stages):
        if stage.id not in walked:
            yield problem_at(document, f"stages[{index}]", "stage_unused", stage=stage.id)


def _without_end(document: Document, reached: set[str]) -> Iterator[Problem]:
    leads = ways(document)
    backwards: dict[str, tuple[str, ...]] = {}
    for name, targets in leads.items():
        for target in targets:
            backwards[target] = (*backwards.get(target, ()), name)
    ends = [activity.id for activity in document.activities.values() if activity.end]
    can_end = _from(ends, backwards)
    for activity in document.activities.values():
        path = f"activities.{activity.id}"
        if activity.id not in reached or activity.id in can_end:
            continue
        if not leads[activity.id]:
            yield problem_at(document, path, "dead_end", activity=activity.id)
        elif ends:
            yield problem_at(document, path, "no_end", activity=activity.id)


def _shadowed(document: Document, activity: Activity) -> Iterator[Problem]:
    for index, transition in enumerate(activity.transitions):
        if any(_covers(earlier, transition) for earlier in activity.transitions[:index]):
            yield problem_at(document, transition.path, "shadowed")


def _covers(earlier: Transition, later: Transition) -> bool:
    """Whether the earlier one always fires when the later one could."""
    return (
        (earlier.on == later.on or (earlier.on == "any" and later.on in _ANY))
        and earlier.on != "timer"
        and earlier.when is None
        and earlier.dialog in (None, later.dialog)
        and earlier.by in (None, later.by)
        and earlier.state in (None, later.state)
        and earlier.decision in (None, later.decision)
    )


def _closing(document: Document, activity: Activity, names: Names) -> Iterator[Problem]:
    kind = names.states.get(activity.state or "")
    path = f"activities.{activity.id}.state"
    if kind is None or activity.state is None:
        return
    if activity.end and kind not in CLOSING_KINDS:
        yield problem_at(document, path, "end_open", state=activity.state)
    elif not activity.end and kind in CLOSING_KINDS - {"resolved"}:
        yield problem_at(document, path, "closed_midway", activity=activity.id)


def _unheard(document: Document, activity: Activity) -> Iterator[Problem]:
    """An approval or a timer that is asked for where nothing waits for it."""
    for transition in activity.transitions:
        there = document.activities[transition.to or activity.id]
        for index, effect in enumerate(transition.do):
            path = f"{transition.path}.do[{index}]"
            if isinstance(effect, AskApproval) and not any(one.on == "approval" for one in there.transitions):
                yield problem_at(document, path, "approval_unheard", activity=there.id)
            elif isinstance(effect, Wait) and not any(one.timer == effect.timer for one in there.transitions):
                yield problem_at(document, path, "timer_unheard", activity=there.id, timer=effect.timer)
            elif _pends(effect) and transition.to and there.state != effect.state:
                yield problem_at(document, path, "pending_lost", activity=there.id, state=effect.state)


def _pends(effect: DocumentEffect) -> TypeGuard[SetState]:
    return isinstance(effect, SetState) and effect.pending is not None


def _start_skipped(document: Document) -> Iterator[Problem]:
    """An unconditional transition that the start dialog itself fires."""
    start = document.activities[document.start.activity]
    for transition in start.transitions:
        fired = transition.on in ("dialog", "any") and transition.dialog in (None, document.start.dialog)
        if fired and transition.when is None:
            # Named on purpose, or only something to do: that is what the author wants.
            if transition.to and transition.dialog is None:
                yield problem_at(document, transition.path, "start_skipped")
            return
