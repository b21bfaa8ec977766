"""Names of tools, queues, states and roles that must exist on the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from balcao.processes.engine.checking.finding import problem_at
from balcao.processes.engine.checking.names import Names
from balcao.processes.engine.document import Document, Transition
from balcao.processes.engine.effects import SetOwner, SetQueue, SetState
from balcao.processes.engine.place import guess
from balcao.processes.engine.problems import Problem


def outside_problems(document: Document, names: Names) -> Iterator[Problem]:
    """Every name that points out of the document to nothing."""
    for path, kind, name in _named(document):
        known = _known(names)[kind]
        if name not in known:
            yield problem_at(document, path, f"unknown_{kind}", name=name, guess=guess(name, known))
    if not names.timers:
        for activity in document.activities.values():
            for transition in activity.transitions:
                if transition.on == "timer":
                    yield problem_at(document, f"{transition.path}.on", "timers")


def _known(names: Names) -> dict[str, Collection[str]]:
    return {"tool": names.tools, "queue": names.queues, "state": names.states, "role": names.roles}


def _named(document: Document) -> Iterator[tuple[str, str, str]]:
    """(path, kind, name) of each."""
    yield "tool", "tool", document.tool
    for activity in document.activities.values():
        path = f"activities.{activity.id}"
        yield f"{path}.state", "state", activity.state
        if activity.queue:
            yield f"{path}.queue", "queue", activity.queue
        for transition in activity.transitions:
            yield from _named_by(transition)


def _named_by(transition: Transition) -> Iterator[tuple[str, str, str]]:
    if transition.state:
        yield f"{transition.path}.state", "state", transition.state
    for index, effect in enumerate(transition.do):
        path = f"{transition.path}.do[{index}]"
        match effect:
            case SetState(state=state):
                yield f"{path}.set_state", "state", state
            case SetQueue(queue=queue):
                yield f"{path}.set_queue", "queue", queue
            case SetOwner(role=str() as role):
                yield f"{path}.set_owner.role", "role", role
